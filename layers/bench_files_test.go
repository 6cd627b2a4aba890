package layers_test

import (
	"bytes"
	"testing"
	"testing/fstest"

	"layoutmap/layers"
)

// cells is the built-in layer with the most features.
func cells(b *testing.B) layers.Document {
	b.Helper()
	c, err := layers.Open(layers.BuiltIn())
	if err != nil {
		b.Fatal(err)
	}
	l, _ := c.Layer("demand-population")
	d := whole(b, l)
	d.Matches = d.Matches[:10_000] // the most that one answer holds
	return d
}

func BenchmarkEncode(b *testing.B) {
	d := cells(b)
	for _, e := range layers.Encoders() {
		b.Run(e.Name, func(b *testing.B) {
			var size countingWriter
			b.ReportAllocs()
			for b.Loop() {
				size = 0
				if err := e.Encode(&size, d); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(size))
		})
	}
}

func BenchmarkOpenFile(b *testing.B) {
	d := cells(b)
	for _, format := range readable {
		b.Run(format, func(b *testing.B) {
			e, _ := layers.EncoderNamed(format)
			var buf bytes.Buffer
			if err := e.Encode(&buf, d); err != nil {
				b.Fatal(err)
			}
			files := fstest.MapFS{"a" + e.Extension: {Data: buf.Bytes()}}
			b.ReportAllocs()
			b.SetBytes(int64(buf.Len()))
			for b.Loop() {
				f, err := layers.OpenFile(files, "a"+e.Extension, "")
				if err != nil || f.Len() != len(d.Matches) {
					b.Fatal(err, f.Len())
				}
			}
		})
	}
}

type countingWriter int64

func (c *countingWriter) Write(p []byte) (int, error) {
	*c += countingWriter(len(p))
	return len(p), nil
}
