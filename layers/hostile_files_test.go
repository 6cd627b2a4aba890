package layers_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"layoutmap/layers"
)

// A file cut short anywhere, or with bytes changed, is a layer or a fault that
// names the file: never a crash, in any format that is read.
func TestDamagedFilesAreRefused(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for _, format := range append([]string{"shp"}, readable...) {
		e, ok := layers.EncoderNamed(format)
		if !ok {
			t.Fatalf("no format %s", format)
		}
		good := encode(t, format, whole(t, openMixed(t)))
		refused := 0
		check := func(what string, data []byte) {
			name := "m" + e.Extension
			defer func() {
				if fault := recover(); fault != nil {
					t.Errorf("%s, %s: %v", format, what, fault)
				}
			}()
			found, err := layers.Inspect(fstest.MapFS{name: {Data: data}})
			if err != nil {
				refused++
				return
			}
			for _, f := range found {
				if f.Err != nil {
					refused++
				}
			}
		}
		for i := range 16 {
			check(fmt.Sprintf("cut to %d/16", i), good[:len(good)*i/16])
			bad := append([]byte(nil), good...)
			for range 1 + i {
				bad[r.IntN(len(bad))] = byte(r.IntN(256))
			}
			check(fmt.Sprintf("%d bytes changed", i+1), bad)
			bad = append([]byte(nil), good...)
			at := r.IntN(len(bad) - 8)
			copy(bad[at:], []byte{0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f})
			check("a length of 2^31 written over it", bad)
		}
		if refused < 8 {
			t.Errorf("%s: only %d of 48 refused", format, refused)
		}
	}
}

// A fault of a CSV file quotes it in printable characters, and briefly: what
// stands in a file may be meant for the terminal of who opens it.
func TestCSVFaultsAreQuoted(t *testing.T) {
	evil := "\x1b[2J\xff\x00" + strings.Repeat("字", 10_000)
	own := strings.Replace(stopsYAML, "features.geojson", "features.csv", 1)
	for name, data := range map[string]string{
		"head":      "lon,lat," + evil + "," + evil + "\n1,2,3,4\n",
		"no place":  evil + "\n1\n",
		"longitude": "lon,lat\n" + evil + ",1\n",
		"latitude":  "lon,lat\n1," + evil + "\n",
		"wkt":       "wkt\nPOINT(1 " + evil + ")\n",
		"a word":    "wkt\n" + evil + "\n",
		"ids":       "id,lon,lat\n" + evil + ",1,2\n" + evil + ",1,2\n",
		"quotes":    "lon,lat,a\n1,2,\"" + evil,
		"status":    "id,lon,lat,status\n" + evil + ",1,2," + evil + "\n",
		"a number":  "id,lon,lat,seq\n" + evil + ",1,2," + evil + "\n",
	} {
		said := ""
		if _, err := layers.Open(fstest.MapFS{"stops/layer.yaml": {Data: []byte(own)}, "stops/features.csv": {Data: []byte(data)}}); err != nil {
			said = err.Error()
		} else {
			t.Errorf("%s: opened with a layer.yaml", name)
		}
		c, err := layers.Open(fstest.MapFS{"a.csv": {Data: []byte(data)}})
		if err != nil {
			said += err.Error()
		} else {
			said += strings.Join(c.Notes(), "")
		}
		if !utf8.ValidString(said) || len(said) > 2000 || strings.ContainsFunc(said, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%s: %.300q (%d bytes)", name, said, len(said))
		}
	}
}
