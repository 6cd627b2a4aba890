package cql2

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// maxJSONDepth is how deep JSON may nest: an operation is an object with an
// array in it, and a geometry goes four arrays further down.
const maxJSONDepth = 2*MaxDepth + 8

// jsonNode is a JSON value with its place.
type jsonNode struct {
	pos     int  // character, counted from 1
	kind    byte // { [ " n(umber) b(oolean) 0(null)
	text    string
	number  float64
	truth   bool
	items   []jsonNode
	members map[string]jsonNode
}

func (n *jsonNode) String() string {
	switch n.kind {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "the text '" + clip(n.text) + "'"
	case 'n':
		return formatNumber(n.number)
	case 'b':
		return strconv.FormatBool(n.truth)
	}
	return "null"
}

// jsonReader reads JSON with the places of its values, which package json
// tells only in bytes and token by token.
type jsonReader struct {
	*json.Decoder
	source []byte
	offset int // bytes already counted
	pos    int // characters in them
}

// here is the place of the next token.
func (r *jsonReader) here() int {
	at := int(r.InputOffset())
	for at < len(r.source) && bytes.IndexByte([]byte(" \t\r\n,:"), r.source[at]) >= 0 {
		at++
	}
	r.pos += utf8.RuneCount(r.source[r.offset:at])
	r.offset = at
	return r.pos + 1
}

func readJSON(source []byte) (jsonNode, error) {
	r := &jsonReader{Decoder: json.NewDecoder(bytes.NewReader(source)), source: source}
	r.UseNumber()
	n, err := r.value(0)
	if err != nil {
		return jsonNode{}, err
	}
	end := r.here()
	if _, err := r.Token(); !errors.Is(err, io.EOF) {
		return jsonNode{}, &SyntaxError{end, "expected the end of the filter"}
	}
	return n, nil
}

func (r *jsonReader) value(depth int) (jsonNode, error) {
	n := jsonNode{pos: r.here()}
	t, err := r.Token()
	if err != nil {
		return n, &SyntaxError{n.pos, "not JSON: " + err.Error()}
	}
	if depth > maxJSONDepth {
		return n, &SyntaxError{n.pos, fmt.Sprintf("nested more than %d deep", MaxDepth)}
	}
	switch t := t.(type) {
	case string:
		n.kind, n.text = '"', t
	case bool:
		n.kind, n.truth = 'b', t
	case json.Number:
		n.kind = 'n'
		if n.number, err = strconv.ParseFloat(t.String(), 64); err != nil {
			return n, &SyntaxError{n.pos, fmt.Sprintf("%s is not a number that fits 64 bits", clip(t.String()))}
		}
	case json.Delim:
		n.kind = byte(t)
		if t == '{' {
			n.members = map[string]jsonNode{}
		}
		for r.More() {
			name := ""
			at := r.here()
			if t == '{' {
				key, err := r.Token()
				if err != nil {
					return n, &SyntaxError{at, "not JSON: " + err.Error()}
				}
				name = key.(string) // the decoder gives nothing else here
			}
			v, err := r.value(depth + 1)
			if err != nil {
				return n, err
			}
			if t == '[' {
				n.items = append(n.items, v)
			} else if _, twice := n.members[name]; twice {
				return n, &SyntaxError{at, fmt.Sprintf("the member %q stands twice", clip(name))}
			} else {
				n.members[name] = v
			}
		}
		at := r.here()
		if _, err := r.Token(); err != nil {
			return n, &SyntaxError{at, "not JSON: " + err.Error()}
		}
	}
	return n, nil
}
