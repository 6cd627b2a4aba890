package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// outFile is one file to write, path relative to the output folder.
type outFile struct {
	path string
	data []byte
}

// render turns the build into files, in a fixed order.
func render(b *build) ([]outFile, error) {
	var files []outFile
	for _, l := range b.layers {
		if l.empty() { // everything in it was left out by --open-only
			continue
		}
		def := layerDefault(l)
		data, name, count := []byte(nil), "features.geojson", len(l.features)
		var err error
		if l.cells != nil {
			name, count = "cells.csv.gz", len(l.cells)
			data, err = cellsGzip(l.cells)
		} else {
			data, err = featuresJSON(l, def)
		}
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", l.id, err)
		}
		desc, err := layerYAML(l, def, name, count)
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", l.id, err)
		}
		files = append(files, outFile{"data/" + l.id + "/layer.yaml", desc}, outFile{"data/" + l.id + "/" + name, data})
	}
	clauses, err := jsonLines(b.clauses)
	if err != nil {
		return nil, err
	}
	indicators, err := jsonLines(b.indicators)
	if err != nil {
		return nil, err
	}
	record, err := buildRecord(b)
	if err != nil {
		return nil, err
	}
	return append(files,
		outFile{"plan/clauses.json", clauses}, outFile{"plan/indicators.json", indicators},
		outFile{"data/BUILD.json", record}, outFile{"data/README.md", readme(b)}), nil
}

// jsonLines writes an array with one element per line.
func jsonLines[T any](items []T) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("[\n")
	for i, it := range items {
		if i > 0 {
			b.WriteString(",\n")
		}
		if err := value(&b, it); err != nil {
			return nil, err
		}
	}
	b.WriteString("\n]\n")
	return b.Bytes(), nil
}

// buildRecord says how the data was made and from what.
func buildRecord(b *build) ([]byte, error) {
	type input struct {
		File   string `json:"file"`
		SHA256 string `json:"sha256"`
	}
	rec := struct {
		Command string  `json:"command"`
		Inputs  []input `json:"inputs"`
	}{Command: "go run ./cmd/layerprep"}
	if b.openOnly {
		rec.Command += " --open-only"
	}
	for f, s := range b.in.sums {
		rec.Inputs = append(rec.Inputs, input{f, s})
	}
	slices.SortFunc(rec.Inputs, func(a, c input) int { return strings.Compare(a.File, c.File) })
	out, err := json.MarshalIndent(rec, "", "  ")
	return append(out, '\n'), err
}

// writeAll replaces the output and reports each layer to log.
func writeAll(b *build, out string, log io.Writer) error {
	files, err := render(b)
	if err != nil {
		return err
	}
	if err := sweep(filepath.Join(out, "data")); err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(out, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write: %w", err)
		}
		if err := os.WriteFile(path, f.data, 0o644); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	for _, l := range b.layers {
		n := len(l.features)
		if l.cells != nil {
			n = len(l.cells)
		}
		fmt.Fprintf(log, "%-18s %6d\n", l.id, n)
		if len(l.leftOut) > 0 {
			fmt.Fprintf(log, "%-18s left out %d, not open: %s\n", "", len(l.leftOut), strings.Join(l.leftOut, " "))
		}
	}
	return nil
}

// yamlHead begins every layer.yaml of ours.
const yamlHead = "# Written by cmd/layerprep; edit the facts or the tables there, not this file.\n"

// sweep removes layer folders an earlier run wrote, so that none outlives its
// layer; folders of other origin stay.
func sweep(data string) error {
	found, err := filepath.Glob(filepath.Join(data, "*", "layer.yaml"))
	if err != nil {
		return err
	}
	for _, f := range found {
		b, err := os.ReadFile(f)
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		if bytes.HasPrefix(b, []byte(yamlHead)) {
			if err := os.RemoveAll(filepath.Dir(f)); err != nil {
				return fmt.Errorf("sweep: %w", err)
			}
		}
	}
	return nil
}

// readme lists every layer's licence and how it was got.
func readme(b *build) []byte {
	var w bytes.Buffer
	w.WriteString(`# Layer data: where it comes from and on what terms

Written by cmd/layerprep, together with everything else in this folder.

Nothing here is surveyed or official. Each feature says its own source, licence, method and accuracy; a layer's values hold where a feature has none of its own.

- **ODbL-1.0**: facts from OpenStreetMap, © OpenStreetMap contributors, https://www.openstreetmap.org/copyright. A database made from them stays under the ODbL.
- **CC0-1.0**: drawn for this project from general knowledge, or figures of the plan itself.
- **facts; source terms not open**: single positions or lines re-drawn from sources without an open licence (` + "`open: false`" + `). ` + "`go run ./cmd/layerprep --open-only`" + ` builds without them.

The plan's text in ../plan is the published plan; its wording is unchanged except for Markdown marks and page breaks.

| layer | 图层 | features | licences (features) | methods (features) | not open |
|---|---|---|---|---|---|
`)
	for _, l := range b.layers {
		if l.empty() {
			continue
		}
		if l.cells != nil {
			fmt.Fprintf(&w, "| %s | %s | %d | %s | %s | %s |\n", l.id, l.titleZH, len(l.cells), l.demandProv.licence, l.demandProv.method, yesNo(!l.demandProv.open))
			continue
		}
		closed := 0
		for _, f := range l.features {
			if !f.prov.open {
				closed++
			}
		}
		fmt.Fprintf(&w, "| %s | %s | %d | %s | %s | %d |\n", l.id, l.titleZH, len(l.features),
			tally(l, func(p provenance) string { return p.licence }), tally(l, func(p provenance) string { return p.method }), closed)
	}
	return w.Bytes()
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// tally counts the values of a provenance field, most common first.
func tally(l *layer, key func(provenance) string) string {
	count := map[string]int{}
	var order []string
	for _, f := range l.features {
		k := key(f.prov)
		if count[k] == 0 {
			order = append(order, k)
		}
		count[k]++
	}
	slices.SortStableFunc(order, func(a, b string) int { return count[b] - count[a] })
	for i, k := range order {
		order[i] = fmt.Sprintf("%s (%d)", k, count[k])
	}
	return strings.Join(order, ", ")
}
