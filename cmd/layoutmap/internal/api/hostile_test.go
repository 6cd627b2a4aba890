package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// zeros is a body of so many bytes that nobody has to hold.
type zeros struct{ left int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), z.left)
	clear(p[:n])
	z.left -= n
	return n, nil
}

// Requests made to hurt get a short refusal that says why, at once.
func TestHostileRequestsAreRefused(t *testing.T) {
	ts := newServer(t, nil)
	items := ts.URL + "/collections/demand-population/items"
	post := func(body io.Reader) *http.Request {
		r, err := http.NewRequest(http.MethodPost, items, body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		return r
	}
	ask := func(query string) *http.Request {
		r, err := http.NewRequest(http.MethodGet, items+"?"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	headed := ask("limit=1")
	headed.Header["X-A"] = slices.Repeat([]string{strings.Repeat("x", 1<<10)}, 64)
	nested := strings.Repeat(`{"op":"not","args":[`, 10_000) + "true" + strings.Repeat("]}", 10_000)
	for name, c := range map[string]struct {
		r      *http.Request
		status int
		says   string
	}{
		"JSON nested 10 000 deep":   {post(strings.NewReader(nested)), 400, "nested more than"},
		"arrays nested 10 000 deep": {post(strings.NewReader(strings.Repeat("[", 10_000))), 400, "nested more than"},
		"text nested 7 000 deep":    {ask("filter=" + strings.Repeat("(", 7000) + "true" + strings.Repeat(")", 7000)), 400, "nested more than"},
		"a filter of 1 MB":          {post(strings.NewReader(`{"op":"in","args":[{"property":"kind"},[` + strings.Repeat(`"kind",`, 145_000) + `"x"]]}`)), 400, "bytes"},
		"a body of 100 MB":          {post(&zeros{100 << 20}), 413, "body"},
		"a URL of 100 KB":           {ask("bbox=" + strings.Repeat("1", 40<<10)), 414, "URL"},
		"a header of 64 KB":         {headed, 431, "header"},
		"15 000 digits":             {ask("bbox=" + strings.Repeat("1", 15_000)), 400, "bbox"},
		"1 500 parameters":          {ask(strings.Repeat("a=1&", 1500)), 400, "unknown parameter"},
		"a CRS of 12 KB":            {ask("crs=" + strings.Repeat("x", 12_000)), 400, "crs"},
		"a cursor of 12 KB":         {ask("cursor=" + strings.Repeat("A", 12_000)), 400, "cursor"},
		"powers of powers":          {ask("filter=" + url.QueryEscape("accuracy_m > 9^(9^(9^9))")), 200, ""},
		"a buffer around the world": {ask("filter=" + url.QueryEscape("S_INTERSECTS(geometry,BUFFER(geometry,1e9))")), 400, "buffer"},
	} {
		began := time.Now()
		resp, err := http.DefaultClient.Do(c.r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
		resp.Body.Close()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if resp.StatusCode != c.status || !bytes.Contains(body, []byte(c.says)) || c.status != 200 && (len(body) > 2500 || !json.Valid(body)) {
			t.Errorf("%s: %d %.300s (%d bytes), want %d and %q", name, resp.StatusCode, body, len(body), c.status, c.says)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
