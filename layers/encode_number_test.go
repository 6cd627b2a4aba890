package layers

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// Numbers are written as strconv writes them, byte for byte.
func TestNumbersAreTheShortest(t *testing.T) {
	check := func(f float64) {
		if got, want := string(appendNumber(nil, f)), strconv.FormatFloat(f, 'f', -1, 64); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
	for _, f := range []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 0.3, 116.6575, -116.6575, 1e-7, -1e-7, 5e-8, 1e-9, 99999999.9999999, 1e8, 123456789.125, 1e15, 1e300, math.MaxFloat64,
		math.SmallestNonzeroFloat64, math.Inf(1), math.NaN(), 0.1 + 0.2, 1.0 / 3, 4.35, 2.675, 1 << 53} {
		check(f)
		check(math.Nextafter(f, math.Inf(1)))
		check(math.Nextafter(f, math.Inf(-1)))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300_000 {
		places := math.Pow(10, float64(r.IntN(9)))
		check(math.Round((r.Float64()-0.5)*math.Pow(10, float64(r.IntN(12)))*places) / places)
		check(math.Float64frombits(r.Uint64()))
		any := math.Exp(22*r.Float64()-2) * float64(1-2*r.IntN(2))
		check(any)
		check(math.Ldexp(math.Round(math.Ldexp(any, 15)), -15)) // half-way between shorter ones
	}
}

func BenchmarkNumber(b *testing.B) {
	for name, write := range map[string]func([]byte, float64) []byte{
		"ours":    appendNumber,
		"strconv": func(dst []byte, f float64) []byte { return strconv.AppendFloat(dst, f, 'f', -1, 64) },
	} {
		numbers := func(name string, round float64) {
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				r := rand.New(rand.NewPCG(1, 2))
				var some [1 << 10]float64
				for i := range some {
					some[i] = math.Round((116+r.Float64())*round) / round
				}
				buf := make([]byte, 0, 32)
				i := 0
				for b.Loop() {
					buf = write(buf[:0], some[i%len(some)])
					i++
				}
			})
		}
		numbers("7 decimals/"+name, 1e7)
		numbers("all decimals/"+name, 1e15)
	}
}
