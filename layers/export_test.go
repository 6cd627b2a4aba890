package layers

import (
	"iter"

	"layoutmap/layers/made"
)

// Make builds a layer of made-up features, without a file: kind is the common
// property, amount a property of the layer.
func Make(id string, features iter.Seq[made.Feature]) (*Layer, error) {
	return makeLayer(Meta{ID: id}, features)
}

// MakeWorks builds a layer that also has the dates from and to. With timed it
// is told that they are its time.
func MakeWorks(id string, timed bool, features iter.Seq[made.Feature]) (*Layer, error) {
	m := Meta{ID: id, Schema: []Property{{Name: "from", Type: Date}, {Name: "to", Type: Date}}}
	if timed {
		m.Time = &TimeColumns{"from", "to"}
	}
	return makeLayer(m, features)
}

func makeLayer(m Meta, features iter.Seq[made.Feature]) (*Layer, error) {
	accuracy, open := 1.0, true
	m.Title, m.Geometry = Text{m.ID, m.ID}, "Geometry"
	m.Provenance = Provenance{Source: "made up", Licence: "CC0-1.0", Retrieved: "2026-11-01", Method: "estimate", CRSOriginal: "CRS84", AccuracyM: &accuracy, Open: &open}
	m.Schema = append(m.Schema, Property{Name: "amount", Type: Number})
	b := newBuilder(m, m.ID)
	kind, amount := b.layer.column["kind"], b.layer.column["amount"]
	for f := range features {
		if err := b.row(f.ID, f.Geometry); err != nil {
			return nil, err
		}
		b.set(kind, f.Kind)
		b.set(amount, f.Amount)
		for name, v := range map[string]string{"from": f.From, "to": f.To} {
			if c, ok := b.layer.column[name]; ok && v != "" {
				b.set(c, v)
			}
		}
	}
	return b.finish()
}
