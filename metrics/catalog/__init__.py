"""The catalog: programmes, documents, units, scopes and indicators as YAML, loaded and validated.

Data, not code. `load_catalog` rejects unknown keys, duplicate ids, dangling references and empty words and
names the file, the key and what would be accepted.
"""

from metrics.catalog.loader import CatalogError, CatalogProblem, catalog_folder, load_catalog
from metrics.catalog.models import Catalog

__all__ = ["Catalog", "CatalogError", "CatalogProblem", "catalog_folder", "load_catalog"]
