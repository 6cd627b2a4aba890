package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// fact is one row of the collected facts, with its geometry in CRS84.
type fact struct {
	file  string
	id    string
	geom  orb.Geometry
	props map[string]any
}

func (f fact) str(key string) string {
	switch v := f.props[key].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (f fact) num(key string) (float64, error) {
	switch v := f.props[key].(type) {
	case float64:
		return v, nil
	case string:
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return 0, fmt.Errorf("%s %s: %s %q is not a number", f.file, f.id, key, v)
		}
		return n, nil
	}
	return 0, fmt.Errorf("%s %s: no %s", f.file, f.id, key)
}

// at is the point the facts give beside every geometry: the middle of a line,
// a point inside a polygon.
func (f fact) at() (orb.Point, error) {
	lon, err := f.num("lon")
	if err != nil {
		return orb.Point{}, err
	}
	lat, err := f.num("lat")
	return orb.Point{lon, lat}, err
}

// inputs reads files and remembers what it read, for BUILD.json.
type inputs struct {
	factsDir string
	planDir  string
	sums     map[string]string // "facts/x.csv" → sha256, hexadecimal
}

func (in *inputs) read(kind, name string) ([]byte, error) {
	dir := in.factsDir
	if kind == "plan" {
		dir = in.planDir
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", kind, err)
	}
	sum := sha256.Sum256(b)
	in.sums[kind+"/"+name] = hex.EncodeToString(sum[:])
	return b, nil
}

// geojson reads a file of facts, in file order.
func (in *inputs) geojson(name string) ([]fact, error) {
	b, err := in.read("facts", name)
	if err != nil {
		return nil, err
	}
	fc, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, fmt.Errorf("facts/%s: %w", name, err)
	}
	out := make([]fact, 0, len(fc.Features))
	for _, f := range fc.Features {
		id, _ := f.ID.(string)
		if id == "" {
			return nil, fmt.Errorf("facts/%s: a feature without id", name)
		}
		out = append(out, fact{file: name, id: id, geom: f.Geometry, props: f.Properties})
	}
	return out, nil
}

// csv reads a table; every row is a map by the header's names.
func (in *inputs) csv(kind, name string) ([]map[string]string, error) {
	b, err := in.read(kind, name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", kind, name, err)
	}
	out := make([]map[string]string, 0, len(rows)-1)
	for _, r := range rows[1:] {
		m := make(map[string]string, len(r))
		for i, v := range r {
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out, nil
}

// points reads a table of facts with lon and lat columns.
func (in *inputs) points(name string) ([]fact, error) {
	rows, err := in.csv("facts", name)
	if err != nil {
		return nil, err
	}
	out := make([]fact, 0, len(rows))
	for _, r := range rows {
		props := make(map[string]any, len(r))
		for k, v := range r {
			props[k] = v
		}
		f := fact{file: name, id: r["id"], props: props}
		p, err := f.at()
		if err != nil {
			return nil, err
		}
		f.geom = p
		out = append(out, f)
	}
	return out, nil
}

func byID(facts []fact, id string) (fact, error) {
	i := slices.IndexFunc(facts, func(f fact) bool { return f.id == id })
	if i < 0 {
		return fact{}, fmt.Errorf("no fact %q", id)
	}
	return facts[i], nil
}
