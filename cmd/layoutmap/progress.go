package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

const (
	quietWork   = time.Second // work that is done by then says nothing
	redrawEvery = 100 * time.Millisecond
	barWidth    = 30 // characters
)

// progressBar tells on standard error how far long work is: on a terminal a bar
// that is drawn over, elsewhere a line for each tenth. The zero value with a name
// is ready; it is for one goroutine at a time.
type progressBar struct {
	name         string
	began, drawn time.Time
	tenths       int
}

// tell says that done of total parts are done.
func (b *progressBar) tell(done, total int) {
	now := time.Now()
	if b.began.IsZero() {
		b.began = now
	}
	taken := now.Sub(b.began)
	if taken < quietWork || total <= 0 {
		return
	}
	share := float64(done) / float64(total)
	if !terminal(os.Stderr) {
		if tenths := int(10 * share); tenths > b.tenths {
			b.tenths, b.drawn = tenths, now
			fmt.Fprintf(os.Stderr, "%s: %d %%\n", b.name, 10*tenths)
		}
		return
	}
	if now.Sub(b.drawn) < redrawEvery && done < total {
		return
	}
	b.drawn = now
	left := "?"
	if share > 0 {
		left = time.Duration(float64(taken) * (1 - share) / share).Round(time.Second).String()
	}
	full := min(barWidth, int(barWidth*share))
	fmt.Fprintf(os.Stderr, "\r%s [%s%s] %3.0f %%, %d of %d, %s left \x1b[K", b.name, strings.Repeat("█", full), strings.Repeat("·", barWidth-full), 100*share, done, total, left)
}

// end leaves the line that the bar stands on.
func (b *progressBar) end() {
	if !b.drawn.IsZero() && terminal(os.Stderr) {
		fmt.Fprintln(os.Stderr)
	}
}

func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
