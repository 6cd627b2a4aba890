package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"
)

// planTile is a tile of the sub-center with all layers of the plan in it.
const planTile = "/xyz/plan/12/3375/1551.mvt"

// BenchmarkHotTile sends a finished tile over a kept-alive connection: the
// server's whole handler against a bare Echo handler with the same bytes.
func BenchmarkHotTile(b *testing.B) {
	ts := newServer(b, nil)
	tile := get(b, ts.URL+planTile, "Accept-Encoding", "gzip")
	bare := echo.New()
	bare.GET("/xyz/:layers/:z/:x/:y", func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", tile.header.Get("ETag"))
		return c.Blob(http.StatusOK, "application/vnd.mapbox-vector-tile", tile.body)
	})
	plain := httptest.NewServer(bare)
	b.Cleanup(plain.Close)
	for _, c := range []struct{ name, address string }{{"bare-echo", plain.Listener.Addr().String()}, {"layoutmap", ts.Listener.Addr().String()}} {
		b.Run(c.name, func(b *testing.B) {
			conn, err := net.Dial("tcp", c.address)
			if err != nil {
				b.Fatal(err)
			}
			defer conn.Close()
			r := bufio.NewReaderSize(conn, 64<<10)
			request := []byte("GET " + planTile + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
			b.SetBytes(int64(len(tile.body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := conn.Write(request); err != nil {
					b.Fatal(err)
				}
				resp, err := http.ReadResponse(r, nil)
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, resp.Body)
				if err != nil || n != int64(len(tile.body)) || resp.StatusCode != http.StatusOK {
					b.Fatalf("%d, %d bytes, %v", resp.StatusCode, n, err)
				}
			}
		})
	}
}

// BenchmarkAnswers asks the questions of the README through the handler, built-in data.
func BenchmarkAnswers(b *testing.B) {
	ts := newServer(b, nil)
	for _, path := range []string{
		"/near?point=116.6575,39.9035&radius=500", "/coverage?horizon=2030&radius=500", "/coverage?horizon=beyond&radius=2000",
		"/collections/rail-stations/items?bbox=116.6,39.8,116.7,39.9", "/collections/demand-population/items?limit=1000",
		"/collections/demand-population/items?near=116.6575,39.9035&radius=500",
	} {
		b.Run(path[1:], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if a := get(b, ts.URL+path); a.status != http.StatusOK {
					b.Fatal(fmt.Sprint(a.status, string(a.body)))
				}
			}
		})
	}
}
