package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// ellipsoid is semi-major axis in metres and inverse flattening.
type ellipsoid struct{ a, invf float64 }

var (
	cgcs2000 = ellipsoid{6378137, 298.257222101} // EPSG 1024; GB/T 22021-2008
	wgs84    = ellipsoid{6378137, 298.257223563} // EPSG 7030
)

// transverseMercator is the Gauss–Krüger projection by Krüger's series to the
// sixth power of the third flattening: C. F. F. Karney, "Transverse Mercator
// with an accuracy of a few nanometers", J. Geodesy 85 (2011), eqs. 7–9, 11,
// 12, 21, 35, 36.
type transverseMercator struct {
	lon0        float64    // central meridian, degrees
	scale       float64    // metres per unit of the series: scale factor × rectifying radius
	falseE      float64    // metres
	e           float64    // first eccentricity
	e2m         float64    // 1 - e²
	alpha, beta [6]float64 // forward and inverse series
}

// gaussKruger builds the projection for a central meridian in degrees, the
// scale on it and a false easting in metres; northings count from the equator.
func gaussKruger(el ellipsoid, lon0, k0, falseE float64) *transverseMercator {
	f := 1 / el.invf
	n := f / (2 - f)
	n2 := n * n
	n3, n4 := n2*n, n2*n2
	n5, n6 := n4*n, n4*n2
	return &transverseMercator{
		lon0:   lon0,
		falseE: falseE,
		scale:  k0 * el.a / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		e:      math.Sqrt(f * (2 - f)),
		e2m:    (1 - f) * (1 - f),
		alpha: [6]float64{
			n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
			13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
			61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
			49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
			34729*n5/80640 - 3418889*n6/1995840,
			212378941 * n6 / 319334400,
		},
		beta: [6]float64{
			n/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
			n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
			17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
			4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
			4583*n5/161280 - 108847*n6/3991680,
			20648693 * n6 / 638668800,
		},
	}
}

func (t *transverseMercator) forward(p orb.Point) orb.Point {
	tp := t.conformal(math.Tan(p[1] * radian))
	s, c := math.Sincos((p[0] - t.lon0) * radian)
	xi, eta := math.Atan2(tp, c), math.Asinh(s/math.Hypot(tp, c))
	xi, eta = addSeries(&t.alpha, 1, xi, eta)
	return orb.Point{t.falseE + t.scale*eta, t.scale * xi}
}

func (t *transverseMercator) inverse(p orb.Point) orb.Point {
	xi, eta := addSeries(&t.beta, -1, p[1]/t.scale, (p[0]-t.falseE)/t.scale)
	sh := math.Sinh(eta)
	s, c := math.Sincos(xi)
	tp := s / math.Hypot(sh, c)
	// Newton's method gains its last bit by the second step; the third costs
	// nothing worth saving (Karney, section 2).
	tau := tp / t.e2m
	for range 3 {
		ti := t.conformal(tau)
		tau += (tp - ti) / math.Hypot(1, ti) * (1 + t.e2m*tau*tau) / (t.e2m * math.Hypot(1, tau))
	}
	return orb.Point{t.lon0 + math.Atan2(sh, c)/radian, math.Atan(tau) / radian}
}

// conformal is the tangent of the conformal latitude, from that of the
// geographic latitude.
func (t *transverseMercator) conformal(tau float64) float64 {
	h := math.Hypot(1, tau)
	s := math.Sinh(t.e * math.Atanh(t.e*tau/h))
	return tau*math.Hypot(1, s) - s*h
}

// addSeries is z + sign·Σ c[j] sin 2(j+1)z for z = xi + i·eta, by Clenshaw
// summation.
func addSeries(c *[6]float64, sign, xi, eta float64) (float64, float64) {
	s2, c2 := math.Sincos(2 * xi)
	sh, ch := math.Sinh(2*eta), math.Cosh(2*eta)
	ar, ai := 2*c2*ch, -2*s2*sh
	var y0r, y0i, y1r, y1i float64
	for j := len(c) - 1; j >= 0; j-- {
		r := ar*y0r - ai*y0i - y1r + sign*c[j]
		i := ar*y0i + ai*y0r - y1i
		y1r, y1i, y0r, y0i = y0r, y0i, r, i
	}
	return xi + s2*ch*y0r - c2*sh*y0i, eta + s2*ch*y0i + c2*sh*y0r
}
