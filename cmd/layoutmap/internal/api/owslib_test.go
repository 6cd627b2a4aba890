package api_test

import (
	"strings"
	"testing"

	"layoutmap/geo/witness"
)

// owslibScript walks the API as OWSLib's users do and prints what it found.
const owslibScript = `
import sys
from owslib.ogcapi.features import Features
f = Features(sys.argv[1])
print(len(f.feature_collections()))
print(sorted(f.collection_queryables('rail-stations')['properties'])[0])
page = f.collection_items('key-projects', limit=5, bbox=[116.5, 39.6, 117, 40.1])
print(page['numberMatched'], page['numberReturned'])
print(f.collection_items('rail-stations', filter="line = 'M101' AND seq > 10", limit=100)['numberMatched'])
print(f.collection_item('layout', 'layout-core')['properties']['name_zh'])
print(any(c.endswith('/ogcapi-features-1/1.0/conf/core') for c in f.conformance()['conformsTo']))
`

// OWSLib, the Python client of OGC APIs, finds its way through the API.
func TestOWSLibReadsTheAPI(t *testing.T) {
	python := witness.Python(t, "owslib", "python3-owslib")
	ts := newServer(t, nil)
	out := witness.Run(t, python, "-c", owslibScript, ts.URL+"/")
	want := "19\naccuracy_m\n68 5\n4\n运河商务区\nTrue\n"
	if strings.ReplaceAll(out, "\r", "") != want {
		t.Errorf("OWSLib says\n%s\nwant\n%s", out, want)
	}
}
