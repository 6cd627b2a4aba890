package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"layoutmap/layers"
	"layoutmap/layers/plan"
)

// AnalysisFormats are the formats Analyse writes.
func AnalysisFormats() []string { return slices.Clone(analysisFormats) }

// Analyse asks a process outside of a request, by the same rules and with the
// same answer: the subcommands coverage, siting, curve and catchment do. params are its inputs,
// as texts. tell, which may be called from any goroutine, learns how far it is.
func Analyse(ctx context.Context, catalog *layers.Catalog, p *plan.Plan, processID string, params url.Values, format string, tell func(done, total int)) ([]byte, error) {
	s, err := newCoverageService(catalog, p)
	if err != nil {
		return nil, err
	}
	table := processTable()
	i := slices.IndexFunc(table, func(p process) bool { return p.id == processID })
	if i < 0 {
		return nil, fmt.Errorf("there is no process %q", processID)
	}
	known := append(slices.Clone(table[i].inputs), partsParam())
	names := (&route{params: known}).paramNames()
	for name := range params {
		if !slices.Contains(names, name) {
			return nil, badParameter(name, "unknown input; "+processID+" takes "+strings.Join(names, ", "))
		}
	}
	drawn := table[i].drawn
	if text := params.Get("parts"); text != "" {
		if drawn, err = partNames(text, table[i].layers); err != nil {
			return nil, err
		}
	}
	in, err := textInputs(table[i].inputs, params)
	if err != nil {
		return nil, err
	}
	do, err := table[i].prepare(s, in)
	if err != nil {
		return nil, err
	}
	a, err := do(ctx, tell)
	if err != nil {
		return nil, err
	}
	switch rep := a.report(); format {
	case "json":
		out, err := json.Marshal(a.document(""))
		return append(out, '\n'), err
	case "geojson":
		parts, err := a.parts(ctx, drawn)
		return append(collectionOfParts(parts, true), '\n'), err
	case "csv":
		return rep.csv(false), nil
	case "md":
		return rep.markdown(), nil
	case "html":
		pages, err := parsePages()
		if err != nil {
			return nil, err
		}
		var buf bytes.Buffer
		err = pages["report"].Execute(&buf, pageView{Data: rep})
		return buf.Bytes(), err
	}
	return nil, fmt.Errorf("no format %q; formats are %s", format, strings.Join(analysisFormats, ", "))
}
