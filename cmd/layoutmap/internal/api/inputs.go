package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// inputs are what an analysis is asked with: JSON values by name. The query of
// a GET, the body of an execute request and the command line all become inputs,
// so that a question has one reader however it is asked.
type inputs map[string]json.RawMessage

// textInputs turns name=value texts into inputs, each as its schema says: a
// list is separated by commas, and what starts with { or [ is JSON.
func textInputs(known []param, values url.Values) (inputs, error) {
	in := inputs{}
	for _, p := range known {
		if v, ok := values[p.name]; ok {
			var err error
			if in[p.name], err = textInput(p, v[0]); err != nil {
				return nil, err
			}
		}
	}
	return in, nil
}

func textInput(p param, text string) (json.RawMessage, error) {
	if start := strings.TrimSpace(text); strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") {
		if !json.Valid([]byte(start)) {
			return nil, badParameter(p.name, "starts like JSON and is none")
		}
		return json.RawMessage(start), nil
	}
	schema, _ := p.schema.(map[string]any)
	if schema["type"] != "array" {
		return scalarInput(schema, text), nil
	}
	items, _ := schema["items"].(map[string]any)
	list := []json.RawMessage{}
	for part := range strings.SplitSeq(text, ",") {
		list = append(list, scalarInput(items, part))
	}
	return mustJSON(list), nil
}

// scalarInput is a number where one is wanted and the text is one; what is
// wrong with any other text, the reader of the input says.
func scalarInput(schema map[string]any, text string) json.RawMessage {
	switch schema["type"] {
	case "number", "integer":
		if v, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return mustJSON(v)
		}
	case "boolean":
		if text == "true" || text == "false" {
			return json.RawMessage(text)
		}
	}
	return mustJSON(text)
}

// only refuses inputs that are not among the known ones.
func (in inputs) only(known []param) error {
	var names, given []string
	for _, p := range known {
		names = append(names, p.name)
	}
	for name := range in {
		given = append(given, name)
	}
	slices.Sort(given)
	for _, name := range given {
		if !slices.Contains(names, name) {
			return badParameter(name, "unknown input; want some of "+strings.Join(names, ", "), names...)
		}
	}
	return nil
}

// has tells whether an input is given; null is not.
func (in inputs) has(name string) bool {
	v, ok := in[name]
	return ok && string(v) != "null"
}

// into decodes an input. Members the target does not have are an error.
func (in inputs) into(name string, target any) (bool, error) {
	if !in.has(name) {
		return false, nil
	}
	return true, decodeStrict(name, in[name], target)
}

// decodeStrict decodes one JSON value; the error names the member and what it should be.
func decodeStrict(name string, raw []byte, target any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	err := dec.Decode(target)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			return badParameter(name, "something follows the JSON value")
		}
		return nil
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		field := name
		if kind.Field != "" {
			field += "." + kind.Field
		}
		return badParameter(field, "is a JSON "+kind.Value+", want "+kind.Type.String())
	}
	return badParameter(name, strings.TrimPrefix(err.Error(), "json: "))
}

// text is an input that is one string.
func (in inputs) text(name, byDefault string) (string, error) {
	v := byDefault
	_, err := in.into(name, &v)
	return v, err
}

// word is an input that is one of a few words; the first is the default.
func (in inputs) word(name string, allowed ...string) (string, error) {
	v, err := in.text(name, allowed[0])
	if err == nil && !slices.Contains(allowed, v) {
		err = badParameter(name, fmt.Sprintf("%q is not one of %s", v, strings.Join(allowed, ", ")), allowed...)
	}
	return v, err
}

// words is a list of strings without repetitions; one string is a list of one.
func (in inputs) words(name string) ([]string, bool, error) {
	if !in.has(name) {
		return nil, false, nil
	}
	var list []string
	if in[name][0] == '"' {
		list = make([]string, 1)
		if err := decodeStrict(name, in[name], &list[0]); err != nil {
			return nil, false, err
		}
	} else if err := decodeStrict(name, in[name], &list); err != nil {
		return nil, false, err
	}
	for i, v := range list {
		if slices.Contains(list[:i], v) {
			return nil, false, badParameter(name, fmt.Sprintf("%q is named twice", v))
		}
	}
	return list, true, nil
}

// number is a finite number above least and up to most.
func (in inputs) number(name, unit string, byDefault, least, most float64) (float64, error) {
	if !in.has(name) {
		return byDefault, nil
	}
	var v float64
	if err := json.Unmarshal(in[name], &v); err != nil || !(v > least) || v > most {
		return 0, badParameter(name, fmt.Sprintf("want %s, greater than %g and at most %g, not %s", unit, least, most, shortJSON(in[name])))
	}
	return v, nil
}

// numberFrom0 is a finite number from 0 to most.
func (in inputs) numberFrom0(name, unit string, byDefault, most float64) (float64, error) {
	if !in.has(name) {
		return byDefault, nil
	}
	var v float64
	if err := json.Unmarshal(in[name], &v); err != nil || !(v >= 0) || v > most {
		return 0, badParameter(name, fmt.Sprintf("want %s, from 0 to %g, not %s", unit, most, shortJSON(in[name])))
	}
	return v, nil
}

// whole is a whole number from least to most.
func (in inputs) whole(name string, byDefault, least, most int) (int, error) {
	if !in.has(name) {
		return byDefault, nil
	}
	var v int
	if err := json.Unmarshal(in[name], &v); err != nil || v < least || v > most {
		return 0, badParameter(name, fmt.Sprintf("want a whole number from %d to %d, not %s", least, most, shortJSON(in[name])))
	}
	return v, nil
}

// shortJSON is a value as an error message shows it.
func shortJSON(raw []byte) string {
	if len(raw) > 60 {
		return string(raw[:60]) + "…"
	}
	return string(raw)
}

// place is a position [lon, lat] of an input.
type place [2]float64

func (p place) point(field string) (orb.Point, error) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return orb.Point{}, badParameter(field, fmt.Sprintf("%g,%g is outside of longitude ±180, latitude ±90; longitude comes first", p[0], p[1]))
	}
	return orb.Point(p), nil
}
