package layers

import (
	"math"
	"strconv"
)

const (
	decimals = 7 // of coordinates: a centimetre
	scale    = 1e7
)

// appendNumber appends the shortest decimal that reads back as f, byte for byte
// as strconv.AppendFloat(dst, f, 'f', -1, 64), which takes three times as long (BenchmarkNumber).
//
// Coordinates and most amounts have few decimals. When the integer n nearest to
// f·10⁷ has n/10⁷ = f and no more than 15 digits, its digits are that decimal:
// two decimals of up to 15 digits never read back as the same float64.
func appendNumber(dst []byte, f float64) []byte {
	n := math.RoundToEven(f * scale)
	if !(math.Abs(n) < 1e15) || n/scale != f || n == 0 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	}
	whole := uint64(n) / scale
	dst = strconv.AppendUint(dst, whole, 10)
	part := uint64(n) - whole*scale
	if part == 0 {
		return dst
	}
	var digits [decimals]byte
	for i := decimals - 1; i >= 0; i-- {
		digits[i] = byte('0' + part%10)
		part /= 10
	}
	end := decimals
	for digits[end-1] == '0' {
		end--
	}
	return append(append(dst, '.'), digits[:end]...)
}
