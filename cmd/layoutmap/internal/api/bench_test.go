package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
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
		h.Set("Content-Length", strconv.Itoa(len(tile.body))) // as ours: without it net/http sends chunks, which is slower
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
			request := []byte("GET " + planTile + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
			ask := func(response []byte) int {
				if _, err := conn.Write(request); err != nil {
					b.Fatal(err)
				}
				n, err := io.ReadAtLeast(conn, response, len(response))
				if err != nil {
					b.Fatal(err)
				}
				return n
			}
			// Every response has the same length: the client then only counts
			// bytes, and what is measured is the server.
			head := make([]byte, 64<<10)
			ask(head[:12]) // the status line
			if string(head[:12]) != "HTTP/1.1 200" {
				b.Fatalf("%s", head[:12])
			}
			rest := bufio.NewReader(conn)
			length := 12
			for body := -1; body != 0; {
				line, err := rest.ReadString('\n')
				if err != nil {
					b.Fatal(err)
				}
				length += len(line)
				if line == "\r\n" {
					body = 0
				}
			}
			if _, err := io.CopyN(io.Discard, rest, int64(len(tile.body))); err != nil {
				b.Fatal(err)
			}
			response := make([]byte, length+len(tile.body))
			b.SetBytes(int64(len(tile.body)))
			b.ReportAllocs()
			for b.Loop() {
				ask(response)
				if string(response[:12]) != "HTTP/1.1 200" {
					b.Fatalf("%s", response[:12])
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
		"/collections/demand-population/items?limit=1000&crs=EPSG:4548", "/collections/demand-population/items?bbox=4410000,465000,4420000,475000&bbox-crs=EPSG:4548",
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

// BenchmarkNewQuestions asks what nobody asked before, so that no answer is
// kept: a coverage of some other radius, and a station more at some other place.
func BenchmarkNewQuestions(b *testing.B) {
	h := newHandler(b, nil)
	n := 0
	ask := func(b *testing.B, r *http.Request) {
		w := httptest.NewRecorder()
		r.Header.Set("Content-Type", "application/json")
		if h.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	b.Run("coverage", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n++
			ask(b, httptest.NewRequest(http.MethodGet, fmt.Sprintf("/coverage?radius=%g", 500+float64(n)/1e4), nil))
		}
	})
	b.Run("what-if", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n++
			ask(b, httptest.NewRequest(http.MethodPost, "/processes/coverage/execution", strings.NewReader(fmt.Sprintf(`{"inputs":{"add":[{"at":[%g,39.9]}]}}`, 116.7+float64(n)/1e7))))
		}
	})
}
