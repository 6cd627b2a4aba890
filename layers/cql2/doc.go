// Package cql2 is the filter language of OGC API: Common Query Language (CQL2),
// OGC 21-065r2, in both of its encodings.
//
// ParseText and ParseJSON give the same tree; AppendText and AppendJSON write
// it back so that it parses to an equal tree. Compile checks a tree against the
// properties of a layer and gives a Filter that is asked feature by feature.
//
//	expr, err := cql2.ParseText("status = 'planned' AND S_INTERSECTS(geometry, BBOX(116.6,39.8,116.7,39.9))")
//	filter, err := cql2.Compile(expr, schema)
//	ok, err := filter.Matches(record)
//
// Evaluation is three-valued: a comparison with null is unknown, and only true
// lets a feature pass. Coordinates are longitude, latitude in CRS84 degrees,
// edges straight in them; spatial predicates are exact, boundaries belong to
// the shapes as the OGC simple-features model says. Instants of which one is a
// date are compared by day, UTC.
//
// The package knows nothing of layers and HTTP, and fetches nothing.
package cql2
