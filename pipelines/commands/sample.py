"""The command `duibiao sample`."""

from __future__ import annotations

from pathlib import Path

import click

from metrics.sentences import Bilingual, BilingualError
from metrics.settings import data_folder
from pipelines.sample.generate import DEFAULT_SEED, NotASampleFolder, sample_files, write_sample
from pipelines.sample.inputs import read_inputs
from pipelines.sample.scenario import load_scenario


@click.command()
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="随机种子 · Random seed.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="写入的目录,缺省为 <数据目录>/raw/sample · Folder to write, by default <data>/raw/sample.",
)
def sample(seed: int, out: Path | None) -> None:
    """重新生成样例数据 · Rewrite the sample data: the same seed gives the same bytes."""
    raw_folder = data_folder() / "raw"
    folder = out or raw_folder / "sample"
    try:
        scenario = load_scenario()
        files = sample_files(read_inputs(raw_folder, scenario.tasks), scenario, seed)
        write_sample(files, folder)
    except NotASampleFolder as error:
        raise BilingualError(
            f"{error} 中有非本命令生成的文件,未作改动;请换一个目录",
            f"{error} holds files that this command did not write; nothing was changed, name another folder",
        ) from error
    except OSError as error:
        place = f"{error.filename or folder}: {error.strerror}"
        raise BilingualError(f"{place}: 请检查目录和权限", f"{place}: check the folder and its permissions") from error
    click.echo(_summary(files, folder, seed))


def _summary(files: dict[str, bytes], folder: Path, seed: int) -> str:
    reports = sum(name.startswith("reports/") for name in files)
    kilobytes = -(-sum(map(len, files.values())) // 1024)
    return str(
        Bilingual(
            f"已生成样例数据 {len(files)} 个文件(报告 {reports} 份,{kilobytes} KB,种子 {seed})于 {folder}",
            f"Wrote {len(files)} sample files ({reports} reports, {kilobytes} KB, seed {seed}) to {folder}",
        )
    )
