package layers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// csvPlaces are the pairs of columns that are taken for longitude and latitude,
// in any letter case.
var csvPlaces = [...][2]string{{"lon", "lat"}, {"lng", "lat"}, {"longitude", "latitude"}, {"long", "lat"}, {"x", "y"}, {"经度", "纬度"}}

// openCSV reads features from CSV (RFC 4180, UTF-8, with or without BOM). The
// place is well-known text in a column wkt, or longitude and latitude in two
// columns (see csvPlaces); empty for a feature without a place. Every other
// column is a property, empty for null; its type, where layer.yaml does not
// say, is what all its values can be read as. Coordinates are CRS84 unless
// layer.yaml says otherwise.
func openCSV(f dataFile) (*table, error) {
	data := bytes.TrimPrefix(f.data, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(data))
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("head: %w", err)
	}
	wkt, lon, lat := csvGeometry(head)
	if wkt < 0 && lon < 0 {
		return nil, errors.New("no place: a column wkt, or two such as lon and lat, are needed")
	}
	t := &table{}
	if t.crs, err = f.fileCRS(func() (crs.CRS, error) { return crs.CRS84(), nil }); err != nil {
		return nil, err
	}
	var fields []int
	for i, name := range head {
		if i != wkt && i != lon && i != lat {
			fields = append(fields, i)
			t.columns = append(t.columns, column{strings.TrimSpace(name), ""})
		}
	}
	guesses := make([]csvGuess, len(fields))
	if err := eachCSV(data, func(rec []string, _ int) error {
		for i, at := range fields {
			guesses[i].see(rec[at])
		}
		return nil
	}); err != nil {
		return nil, err
	}
	for i := range guesses {
		t.columns[i].kind = guesses[i].kind()
	}
	t.each = func(yield func(record) error) error {
		return eachCSV(data, func(rec []string, line int) error {
			r := record{at: "line " + strconv.Itoa(line), values: make([]any, len(fields))}
			var err error
			if wkt >= 0 {
				r.geometry, err = parseWKT(rec[wkt])
			} else {
				r.geometry, err = csvPoint(rec[lon], rec[lat])
			}
			if err != nil {
				return fmt.Errorf("%s: %w", r.at, err)
			}
			for i, at := range fields {
				if rec[at] != "" {
					r.values[i] = rec[at]
				}
			}
			return yield(r)
		})
	}
	return t, nil
}

// csvGeometry finds the columns of the place; -1 for those not there.
func csvGeometry(head []string) (wkt, lon, lat int) {
	find := func(want string) int {
		return slices.IndexFunc(head, func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), want) })
	}
	if wkt = find("wkt"); wkt >= 0 {
		return wkt, -1, -1
	}
	for _, pair := range csvPlaces {
		if lon, lat = find(pair[0]), find(pair[1]); lon >= 0 && lat >= 0 {
			return -1, lon, lat
		}
	}
	return -1, -1, -1
}

func eachCSV(data []byte, visit func(rec []string, line int) error) error {
	r := csv.NewReader(bytes.NewReader(data))
	r.ReuseRecord = true
	for first := true; ; first = false {
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if first {
			continue
		}
		line, _ := r.FieldPos(0)
		if err := visit(rec, line); err != nil {
			return err
		}
	}
}

func csvPoint(x, y string) (orb.Geometry, error) {
	if strings.TrimSpace(x) == "" && strings.TrimSpace(y) == "" {
		return nil, nil
	}
	lon, err1 := strconv.ParseFloat(strings.TrimSpace(x), 64)
	lat, err2 := strconv.ParseFloat(strings.TrimSpace(y), 64)
	if err1 != nil || err2 != nil {
		return nil, fmt.Errorf("place %s, %s is not two numbers", excerpt(x), excerpt(y))
	}
	return orb.Point{lon, lat}, nil
}

// csvGuess is what all values of a column seen so far can not be.
type csvGuess struct {
	some                                      bool
	notInteger, notNumber, notBoolean, notDay bool
}

func (g *csvGuess) see(text string) {
	if text == "" {
		return
	}
	g.some = true
	if n, err := strconv.ParseInt(text, 10, 64); err != nil || strconv.FormatInt(n, 10) != text {
		g.notInteger = true // a leading zero or plus is part of a code, not of a number
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil || len(text) > 1 && text[0] == '0' && text[1] != '.' {
		g.notNumber = true
	}
	if text != "true" && text != "false" {
		g.notBoolean = true
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		g.notDay = true
	}
}

func (g *csvGuess) kind() Type {
	switch {
	case !g.some:
		return String
	case !g.notInteger:
		return Integer
	case !g.notNumber:
		return Number
	case !g.notBoolean:
		return Boolean
	case !g.notDay:
		return Date
	}
	return String
}
