"""Annual reports of technology innovation centres: what the rules need to know, the review path, the tables."""
