"""What pages and documents ask of the snapshot: a module a subject, its values and questions; none judges."""
