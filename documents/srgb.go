package documents

// The colours of a file are those of sRGB (IEC 61966-2-1). A file for the archive says so with a profile of its own, which
// is worked out here from the numbers that define the space (ICC.1:2004-10): three primaries and a white, and the curve
// between a colour's number and its light.

import (
	"encoding/binary"
	"math"
	"sync"
	"unicode/utf16"
)

// What defines sRGB: where its primaries and its white (D65) lie, as x and y of CIE 1931.
var (
	primaries = [3][2]float64{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}}
	d65       = [2]float64{0.3127, 0.3290}
)

// d50 is the white in which profiles connect.
var d50 = [3]float64{0.9642, 1, 0.8249}

// bradford turns a colour into the answers of the eye's cones, in which whites are adapted to each other.
var bradford = matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}

// sRGB gives the profile. It is worked out once.
var sRGB = sync.OnceValue(func() stream { return squeezed(profile()) })

// matrix is three rows of three.
type matrix [3][3]float64

func (m matrix) apply(v [3]float64) (out [3]float64) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

func (m matrix) times(n matrix) (out matrix) {
	for j := range 3 {
		column := m.apply([3]float64{n[0][j], n[1][j], n[2][j]})
		for i := range 3 {
			out[i][j] = column[i]
		}
	}
	return out
}

func (m matrix) inverse() (out matrix) {
	minor := func(i, j int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a][c]*m[b][d] - m[a][d]*m[b][c]
	}
	whole := m[0][0]*minor(0, 0) + m[0][1]*minor(0, 1) + m[0][2]*minor(0, 2)
	for i := range 3 {
		for j := range 3 {
			out[j][i] = minor(i, j) / whole
		}
	}
	return out
}

// diagonal gives a matrix that scales.
func diagonal(v [3]float64) matrix { return matrix{{v[0], 0, 0}, {0, v[1], 0}, {0, 0, v[2]}} }

// xyz gives the colour of a place, as bright as can be told.
func xyz(at [2]float64) [3]float64 {
	return [3]float64{at[0] / at[1], 1, (1 - at[0] - at[1]) / at[1]}
}

// adaptation gives the matrix from colours under D65 to colours under D50.
func adaptation() matrix {
	from, to := bradford.apply(xyz(d65)), bradford.apply(d50)
	scale := diagonal([3]float64{to[0] / from[0], to[1] / from[1], to[2] / from[2]})
	return bradford.inverse().times(scale).times(bradford)
}

// colourants gives the primaries as a profile has them, a column each: as bright as they are in white, under D50.
func colourants() matrix {
	var m matrix
	for j, at := range primaries {
		for i, v := range xyz(at) {
			m[i][j] = v
		}
	}
	bright := m.inverse().apply(xyz(d65))
	return adaptation().times(m.times(diagonal(bright)))
}

// profile writes the profile.
func profile() []byte {
	c, a := colourants(), adaptation()
	column := func(j int) []byte { return fixed("XYZ ", c[0][j], c[1][j], c[2][j]) }
	chad := fixed("sf32", append(append(a[0][:], a[1][:]...), a[2][:]...)...)
	// Light is ((c + 0.055) / 1.055) ^ 2.4, and c / 12.92 where that is dark.
	curve := fixed("para\x00\x00\x00\x00\x00\x03", 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", localised("sRGB")}, {"cprt", localised("No copyright")}, {"wtpt", fixed("XYZ ", d50[:]...)}, {"chad", chad},
		{"rXYZ", column(0)}, {"gXYZ", column(1)}, {"bXYZ", column(2)}, {"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	const header, entry = 128, 12
	out := make([]byte, header)
	out = binary.BigEndian.AppendUint32(out, uint32(len(tags)))
	at := header + 4 + entry*len(tags)
	var body []byte
	for i, t := range tags {
		from := at + len(body)
		if i > 0 && t.name != "rTRC" && string(t.data) == string(tags[i-1].data) { // the curves are one
			from -= len(t.data)
		} else {
			body = append(body, t.data...)
		}
		out = append(out, t.name...)
		out = binary.BigEndian.AppendUint32(out, uint32(from))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	copy(out[8:], "\x04\x20\x00\x00mntrRGB XYZ ")
	copy(out[24:], "\x07\xD0\x00\x01\x00\x01") // 1 January 2000: the day of no importance
	copy(out[36:], "acsp")
	copy(out[68:], fixed("", d50[:]...)[4:])
	return out
}

// fixed writes numbers with sixteen bits after the point, behind what kind of data they are and four empty bytes.
func fixed(kind string, numbers ...float64) []byte {
	out := []byte(kind)
	if len(kind) <= 4 {
		out = append(out, 0, 0, 0, 0)
	} else {
		out = append(out, 0, 0)
	}
	for _, v := range numbers {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*(1<<16)))))
	}
	return out
}

// localised writes words, in English.
func localised(words string) []byte {
	units := utf16.Encode([]rune(words))
	out := append([]byte("mluc"), 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, 'e', 'n', 'U', 'S')
	out = binary.BigEndian.AppendUint32(out, uint32(2*len(units)))
	out = binary.BigEndian.AppendUint32(out, 28)
	for _, u := range units {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	for len(out)%4 != 0 {
		out = append(out, 0)
	}
	return out
}
