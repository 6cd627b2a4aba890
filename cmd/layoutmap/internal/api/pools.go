package api

import (
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Memory that answers use one after the other: with a large catalog in memory,
// what each of them throws away is dear to collect.

// bufferPool keeps the bodies of answers.
type bufferPool struct{ pool sync.Pool }

// keptBuffer is the largest body whose memory is kept, bytes.
const keptBuffer = 1 << 20

func (p *bufferPool) take() *[]byte {
	if b, ok := p.pool.Get().(*[]byte); ok {
		return b
	}
	return new([]byte)
}

func (p *bufferPool) give(b *[]byte) {
	if cap(*b) <= keptBuffer {
		p.pool.Put(b)
	}
}

// gzipPool keeps compressors, each of which needs most of a megabyte.
type gzipPool struct{ pool sync.Pool }

// answerGzip is the level of what is compressed anew for each request: a
// quarter of the time of the default level, for a tenth more bytes.
const answerGzip = gzip.BestSpeed

func (p *gzipPool) take(w io.Writer) *gzip.Writer {
	if zw, ok := p.pool.Get().(*gzip.Writer); ok {
		zw.Reset(w)
		return zw
	}
	zw, err := gzip.NewWriterLevel(w, answerGzip)
	if err != nil {
		panic(err) // the level is one that gzip has
	}
	return zw
}

func (p *gzipPool) give(zw *gzip.Writer) {
	zw.Reset(io.Discard) // it must not hold on to the request
	p.pool.Put(zw)
}
