package main_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"layoutmap/layers/made"
)

// writeCity writes a folder for --data with the first part, 1/share, of the generated city.
func writeCity(tb testing.TB, share int) string {
	tb.Helper()
	dir := tb.TempDir()
	at := filepath.Join(dir, "city")
	if err := os.Mkdir(at, 0o700); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(at, "layer.yaml"), []byte(made.CityYAML), 0o600); err != nil {
		tb.Fatal(err)
	}
	f, err := os.Create(filepath.Join(at, "city.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	made.WriteCity(w, made.CityPoints/share, made.CityLines/share, made.CityPolygons/share)
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// cityQuestions are what feature servers are asked; {deep} is a cursor behind
// the greater part of the layer.
var cityQuestions = []struct{ name, query string }{
	{"bbox-100", "bbox=116.66,39.89,116.68,39.91&limit=100"},
	{"bbox-1000", "bbox=116.66,39.89,116.68,39.91&limit=1000"},
	{"bbox-count", "bbox=116.66,39.89,116.68,39.91&limit=1&properties="},
	{"bbox-half-the-city-100", "bbox=116.5,39.6,116.7,40&limit=100"},
	{"near-500m-100", "near=116.67,39.90&radius=500&limit=100"},
	{"near-500m-all", "near=116.67,39.90&radius=500&limit=10000"},
	{"near-500m-count", "near=116.67,39.90&radius=500&limit=1&properties="},
	{"bbox-and-kind-100", "bbox=116.66,39.89,116.68,39.91&kind=kind-3&limit=100"},
	{"filter-100", "limit=100&filter=" + url.QueryEscape("kind = 'kind-3' AND amount > 100 AND S_INTERSECTS(geometry, POLYGON((116.66 39.89, 116.68 39.89, 116.67 39.91, 116.66 39.89)))")},
	{"page-behind-most", "limit=100&cursor={deep}"},
}

// askers is how many ask at once, for each processor: a server that waits for
// its next question in between is mostly measured falling asleep and waking up.
const askers = 4

// BenchmarkCityServer asks the built program, as a process of its own, over
// kept-alive connections, and reports its processor time for each request:
// parsing, the question, the GeoJSON and the network, user and system.
func BenchmarkCityServer(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("left out: the program's processor time is read from /proc, which is Linux's")
	}
	cmd, base := start(b, buildProgram(b), "--data", writeCity(b, 1))
	defer func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	}()
	items := base + "/collections/city/items?"
	deep := ""
	for range made.CityPoints / 10_000 {
		address := items + "limit=10000&properties="
		if deep != "" {
			address += "&cursor=" + deep
		}
		resp, err := http.Get(address + "&f=csv")
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		links := resp.Header.Values("Link") // the next page's is the last
		next, _, _ := strings.Cut(strings.TrimPrefix(links[len(links)-1], "<"), ">")
		u, err := url.Parse(next)
		if err != nil || u.Query().Get("cursor") == "" {
			b.Fatalf("no next page in %v", resp.Header)
		}
		deep = u.Query().Get("cursor")
	}
	for _, packed := range []bool{false, true} { // other servers are measured without compression
		client := http.Client{Transport: &http.Transport{DisableCompression: !packed, MaxIdleConnsPerHost: askers * runtime.GOMAXPROCS(0)}}
		for _, c := range cityQuestions {
			b.Run(c.name+map[bool]string{true: "/gzip"}[packed], func(b *testing.B) {
				address := items + strings.ReplaceAll(c.query, "{deep}", deep)
				ask := func() int64 {
					resp, err := client.Get(address)
					if err != nil {
						b.Error(err)
						return 0
					}
					defer resp.Body.Close()
					size, err := io.Copy(io.Discard, resp.Body)
					if err != nil || resp.StatusCode != http.StatusOK {
						b.Errorf("%v: %s", err, resp.Status)
					}
					return size
				}
				size := ask()
				began := processorSeconds(b, cmd.Process.Pid)
				b.SetParallelism(askers)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						ask()
					}
				})
				b.ReportMetric((processorSeconds(b, cmd.Process.Pid)-began)*1e3/float64(b.N), "server-cpu-ms/op")
				b.ReportMetric(float64(size), "bytes")
			})
		}
	}
}

// processorSeconds is the time that a process has used so far.
func processorSeconds(tb testing.TB, pid int) float64 {
	tb.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		tb.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	total := 0.0
	for _, f := range fields[11:13] { // utime, stime, in ticks of 1/100 s
		ticks, err := strconv.ParseFloat(f, 64)
		if err != nil {
			tb.Fatal(err)
		}
		total += ticks / 100
	}
	return total
}
