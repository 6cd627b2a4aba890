package layers

import (
	"math"
	"math/bits"
	"strconv"
)

const (
	decimals = 7 // of coordinates: a centimetre
	scale    = 1e7
)

// appendNumber appends the shortest decimal that reads back as f, byte for byte
// as strconv.AppendFloat(dst, f, 'f', -1, 64), which takes two to three times as
// long (BenchmarkNumber).
//
// Coordinates and most amounts have few decimals. When the integer n nearest to
// f·10⁷ has n/10⁷ = f and no more than 15 digits, its digits are that decimal:
// two decimals of up to 15 digits never read back as the same float64.
func appendNumber(dst []byte, f float64) []byte {
	n := math.RoundToEven(f * scale)
	switch {
	case !(math.Abs(n) < 1e15) || n == 0:
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	case n/scale != f:
		return appendLong(dst, f)
	case n < 0:
		dst = append(dst, '-')
		n = -n
	}
	whole := uint64(n) / scale
	dst = strconv.AppendUint(dst, whole, 10)
	part := uint64(n) - whole*scale
	if part == 0 {
		return dst
	}
	digits := sevenDigits(part)
	end := decimals
	for digits[end-1] == '0' {
		end--
	}
	return append(append(dst, '.'), digits[:end]...)
}

func sevenDigits(n uint64) (digits [decimals]byte) {
	for i := decimals - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return digits
}

// appendLong is appendNumber for an f below 10⁸ that more than seven decimals
// are needed for. From 1 up it is done in whole numbers: digits are taken until
// what is left, or what is missing to one more, is within the half unit in the
// last place of f in which all reads back as f (Steele and White, How to Print
// Floating-Point Numbers Accurately, PLDI 1990).
func appendLong(dst []byte, f float64) []byte {
	const mantissa, hidden = 1<<52 - 1, 1 << 52
	u := math.Float64bits(f)
	exponent, m := int(u>>52&0x7ff)-1023, u&mantissa|hidden
	if exponent < 0 || m == hidden { // below 1, or with a nearer neighbour below
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	shift := uint(53 - exponent) // half units to one
	one := uint64(1) << shift
	even := m&1 ^ 1 // then the ends of the half unit read back as f, too
	hi, lo := bits.Mul64(m<<1&(one-1), scale)
	first := sevenDigits(hi<<(64-shift) | lo>>shift)
	rest, half := lo&(one-1), uint64(scale)

	var digits [20]byte
	n := 0
	for {
		rest, half = rest*10, half*10
		digit := byte('0' + rest>>shift)
		rest &= one - 1
		down, up := rest < half+even, rest+half+even > one
		if down && up {
			if 2*rest == one {
				return strconv.AppendFloat(dst, f, 'f', -1, 64)
			}
			up = 2*rest > one
		}
		if up {
			digit++
		}
		digits[n] = digit
		n++
		if down || up {
			break
		}
	}
	if f < 0 {
		dst = append(dst, '-')
	}
	dst = append(strconv.AppendUint(dst, m>>(shift-1), 10), '.')
	return append(append(dst, first[:]...), digits[:n]...)
}
