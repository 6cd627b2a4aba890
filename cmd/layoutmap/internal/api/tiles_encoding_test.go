package api_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Whatever a client accepts, it decodes to the same tile; each encoding has its
// own strong tag, which answers 304.
func TestTileEncodings(t *testing.T) {
	ts := newServer(t, nil)
	address := ts.URL + "/xyz/plan/12/3375/1551.mvt"
	plain := get(t, address, "Accept-Encoding", "identity")
	if plain.status != http.StatusOK || plain.header.Get("Content-Encoding") != "" || len(plain.body) == 0 {
		t.Fatalf("identity: %d, %q, %d bytes", plain.status, plain.header.Get("Content-Encoding"), len(plain.body))
	}
	tags := map[string]string{"": plain.header.Get("ETag")}
	for accept, want := range map[string]string{
		"gzip": "gzip", "br": "br", "zstd": "zstd", "gzip, deflate, br, zstd": "gzip", "*": "gzip",
		"gzip;q=0.5, br": "br", "zstd;q=1.0, br;q=0.9": "zstd", "GZIP": "gzip", "br;q=0, *;q=0.1": "gzip",
		"deflate": "", "gzip;q=0": "", "gzip;q=0, br;q=0.000, *;q=0": "", "identity;q=1, gzip;q=0.5": "", "": "",
	} {
		a := get(t, address, "Accept-Encoding", accept)
		if got := a.header.Get("Content-Encoding"); got != want || a.status != http.StatusOK {
			t.Errorf("%q: %d, encoded as %q, want %q", accept, a.status, got, want)
			continue
		}
		body := a.body
		var err error
		switch want {
		case "gzip":
			var zr *gzip.Reader
			if zr, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
				body, err = io.ReadAll(zr)
			}
		case "br":
			body, err = io.ReadAll(brotli.NewReader(bytes.NewReader(body)))
		case "zstd":
			var zr *zstd.Decoder
			if zr, err = zstd.NewReader(nil); err == nil {
				body, err = zr.DecodeAll(body, nil)
				zr.Close()
			}
		}
		if err != nil || !bytes.Equal(body, plain.body) {
			t.Errorf("%q: %v; %d bytes, want %d", accept, err, len(body), len(plain.body))
		}
		tag := a.header.Get("ETag")
		if before, ok := tags[want]; ok && before != tag {
			t.Errorf("%q: tag %s, before %s", accept, tag, before)
		}
		tags[want] = tag
		if again := get(t, address, "Accept-Encoding", accept, "If-None-Match", tag); again.status != http.StatusNotModified {
			t.Errorf("%q: %d with its own tag %s", accept, again.status, tag)
		}
	}
	seen := map[string]string{}
	for encoding, tag := range tags {
		if other, ok := seen[tag]; ok {
			t.Errorf("%q and %q have the tag %s", encoding, other, tag)
		}
		seen[tag] = encoding
	}
}
