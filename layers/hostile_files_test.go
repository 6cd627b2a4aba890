package layers_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/fstest"

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
