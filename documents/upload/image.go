package upload

// Images: the head says how large one becomes, and is read before anything else. The pixels are not decoded: they are
// counted while they are unpacked, so that an image costs what its file costs.

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	_ "image/jpeg" // to read the head
	_ "image/png"
	"io"

	"convenant/workflow"
)

const pngStart = "\x89PNG\r\n\x1a\n"

// pdfHead is how far into a file some readers look for a PDF.
const pdfHead = 1024

func lookAtImage(b []byte, l Limits, whole func([]byte, image.Config) bool) *workflow.Refusal {
	if bytes.Contains(b[:min(len(b), pdfHead)], []byte("%PDF-")) {
		return refused("Dit bestand doet zich voor als afbeelding en als PDF tegelijk.", "Scan het opnieuw, als PDF of als afbeelding, en stuur dat.")
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || head.Width < 1 || head.Height < 1 {
		return unreadable("Deze afbeelding")
	}
	if head.Width > l.Pixels/head.Height {
		return refused(fmt.Sprintf("Deze afbeelding is %d bij %d beeldpunten; dat is te groot.", head.Width, head.Height), "Scan met een lagere resolutie; 300 dpi is genoeg.")
	}
	if !whole(b, head) {
		return unreadable("Deze afbeelding")
	}
	return nil
}

// wholePNG reports that every chunk is there up to the last and that the pixels unpack to what the head says, no less and
// no more.
func wholePNG(b []byte, head image.Config) bool {
	rest := b[len(pngStart):]
	var packed []io.Reader
	var depth, colour, interlaced byte
	for first := true; len(rest) >= 12; first = false {
		n := binary.BigEndian.Uint32(rest)
		if uint64(n)+12 > uint64(len(rest)) {
			return false
		}
		kind, data := string(rest[4:8]), rest[8:8+n]
		if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) || first != (kind == "IHDR") {
			return false
		}
		rest = rest[12+n:]
		switch kind {
		case "IHDR":
			if len(data) != 13 {
				return false
			}
			depth, colour, interlaced = data[8], data[9], data[12]
		case "IDAT":
			packed = append(packed, bytes.NewReader(data))
		case "IEND":
			return len(rest) == 0 && unpacksTo(io.MultiReader(packed...), pngSize(head.Width, head.Height, depth, colour, interlaced))
		}
	}
	return false
}

// channels are how many values a pixel has, by the colour type of PNG.
var channels = map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

// pngSize gives how many bytes the pixels are: every row has a byte more, and an interlaced image is seven small ones.
func pngSize(width, height int, depth, colour, interlaced byte) int64 {
	part := func(w, h int) int64 {
		if w <= 0 || h <= 0 {
			return 0
		}
		return int64(h) * (1 + (int64(w)*channels[colour]*int64(depth)+7)/8)
	}
	if interlaced == 0 {
		return part(width, height)
	}
	var size int64
	for _, p := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} { // Adam7
		size += part((width-p[0]+p[2]-1)/p[2], (height-p[1]+p[3]-1)/p[3])
	}
	return size
}

func unpacksTo(packed io.Reader, size int64) bool {
	z, err := zlib.NewReader(packed)
	if err != nil {
		return false
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, size+1))
	return err == nil && n == size
}

// wholeJPEG goes from marker to marker up to the end of the image. What cameras put behind that is left alone.
func wholeJPEG(b []byte, _ image.Config) bool {
	for at := 2; at+1 < len(b); {
		if b[at] != 0xff {
			return false
		}
		marker := b[at+1]
		switch {
		case marker == 0xff: // filling
			at++
			continue
		case marker == 0xd9:
			return true
		case marker == 0x01, marker >= 0xd0 && marker <= 0xd8:
			at += 2
			continue
		}
		if at+4 > len(b) {
			return false
		}
		n := int(binary.BigEndian.Uint16(b[at+2:]))
		if n < 2 || at+2+n > len(b) {
			return false
		}
		if at += 2 + n; marker == 0xda {
			at = afterScan(b, at)
		}
	}
	return false
}

// afterScan finds the marker that follows the data of a scan.
func afterScan(b []byte, at int) int {
	for ; at+1 < len(b); at++ {
		if next := b[at+1]; b[at] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return at
		}
	}
	return len(b)
}
