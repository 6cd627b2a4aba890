// Package api is the program's HTTP face: the OGC API documents, the tiles and
// the answers, over layers, tiles and geo/coverage. It is the only importer of
// Echo. Every route stands in one table (routes.go) that also checks its
// parameters and writes the OpenAPI document, so the three cannot disagree.
package api
