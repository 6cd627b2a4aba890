package layers

import (
	"iter"

	"github.com/paulmach/orb"
)

// Made is a feature that a test or benchmark makes up.
type Made struct {
	ID       string
	Geometry orb.Geometry
	Kind     string
	Amount   float64
}

// Make builds a layer of made-up features, without a file: kind is the common
// property, amount a property of the layer.
func Make(id string, features iter.Seq[Made]) (*Layer, error) {
	accuracy, open := 1.0, true
	m := Meta{
		ID: id, Title: Text{id, id}, Geometry: "Geometry",
		Provenance: Provenance{Source: "made up", Licence: "CC0-1.0", Retrieved: "2026-11-01", Method: "estimate", CRSOriginal: "CRS84", AccuracyM: &accuracy, Open: &open},
		Schema:     []Property{{Name: "amount", Type: Number}},
	}
	b := newBuilder(m, id)
	kind, amount := b.layer.column["kind"], b.layer.column["amount"]
	for f := range features {
		if err := b.row(f.ID, f.Geometry); err != nil {
			return nil, err
		}
		b.set(kind, f.Kind)
		b.set(amount, f.Amount)
	}
	return b.finish()
}
