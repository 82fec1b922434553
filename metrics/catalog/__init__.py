"""The catalog: programmes, documents, units, scopes and indicators as an office declares them, validated.

Data, not code: they lie in the office's folder. `load_catalog` rejects unknown keys, duplicate ids, dangling
references and empty words and names the file, the key and what would be accepted.
"""

from metrics.catalog.faults import CatalogError, CatalogProblem
from metrics.catalog.loader import Files, is_catalog_file, load_catalog
from metrics.catalog.models import Catalog

__all__ = ["Catalog", "CatalogError", "CatalogProblem", "Files", "is_catalog_file", "load_catalog"]
