package layers

import (
	"encoding/json"
	"fmt"
	"strings"
)

// about is the layer's provenance in words, for the place a format has for them.
func (d *Document) about() string {
	l, p := d.Layer, d.Layer.Provenance
	var s strings.Builder
	fmt.Fprintf(&s, "%s\n%s\n%s\n", l.Title.ZH+" · "+l.Title.EN, l.Description.ZH, l.Description.EN)
	fmt.Fprintf(&s, "source: %s\nlicence: %s\nretrieved: %s\nmethod: %s\ncrs_original: %s\n", p.Source, p.Licence, p.Retrieved, p.Method, p.CRSOriginal)
	if p.AccuracyM != nil {
		fmt.Fprintf(&s, "accuracy_m: %g\n", *p.AccuracyM)
	}
	fmt.Fprintf(&s, "open: %t\n", *p.Open)
	if l.PlanRef != "" {
		fmt.Fprintf(&s, "plan_ref: %s\n", l.PlanRef)
	}
	fmt.Fprintf(&s, "digest: %s\nfeatures: %d of %d matched\n", l.digest, len(d.Matches), d.Matched)
	return s.String()
}

// provenanceJSON is the same as data, for formats whose metadata is JSON.
func (d *Document) provenanceJSON() ([]byte, error) {
	l := d.Layer
	return json.Marshal(struct {
		ID         string     `json:"id"`
		Title      Text       `json:"title"`
		PlanRef    string     `json:"plan_ref,omitempty"`
		Provenance Provenance `json:"provenance"`
		Digest     string     `json:"digest"`
		Matched    int        `json:"number_matched"`
		Returned   int        `json:"number_returned"`
	}{l.ID, l.Title, l.PlanRef, l.Provenance, l.digest, d.Matched, len(d.Matches)})
}

// changed is the date that formats want of a file's last change: when the data
// were retrieved, not when the file was written, so that equal layers give
// equal files. Where that is not stated it is the first day files count from.
func (d *Document) changed() string {
	if r := d.Layer.Provenance.Retrieved; r != "" {
		return r
	}
	return "1970-01-01"
}
