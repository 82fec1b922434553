"""What lies in a data folder as a draft, published without being checked, so that a test need not say who and why."""

from pipelines.archive import Archive
from pipelines.definitions.files import draft
from pipelines.definitions.publications import in_force, manifest_of, publish
from pipelines.loading import build
from pipelines.records import Publication


def published(folder):
    """The draft of a data folder holds from here on; a folder whose draft holds already is left as it is."""
    archive, files = Archive(folder / "raw"), draft(folder / "raw")
    last = in_force(archive)
    if last is None or last.manifest != manifest_of(files):
        publish(archive, files, Publication("", "试验", "试验", ""), is_checked=False)
    return folder


def load(folder, *said, **more):
    """A load after the draft was published."""
    published(folder)
    return build.load(folder, *said, **more)
