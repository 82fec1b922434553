"""One load: the sources, the archive and the ledgers become a build, checked and published."""
