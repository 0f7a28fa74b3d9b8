"""The faces for other programs: the SPARQL endpoint, the REST API and what they share."""
