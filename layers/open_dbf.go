package layers

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// dbfTable is a dBASE table in memory.
type dbfTable struct {
	columns []column
	count   int
	fields  []dbfField
	data    []byte // the records
	record  int    // bytes
	chinese bool   // texts are GB 18030, of which GBK and GB 2312 are parts
	utf8    bool   // texts are UTF-8; neither: UTF-8 where they are, else GB 18030
}

type dbfField struct {
	kind      byte
	at, width int // in the record, bytes
}

// openDBF reads a table's head. How texts are written: the .cpg's word, else
// the head's language byte; else each text is UTF-8 where it can be, and GB 18030.
func openDBF(data []byte, cpg string) (*dbfTable, error) {
	const chineseGBK = 0x4d // language driver of code page 936
	if len(data) < 33 {
		return nil, errTruncated
	}
	head, record := int(binary.LittleEndian.Uint16(data[8:])), int(binary.LittleEndian.Uint16(data[10:]))
	t := &dbfTable{count: int(binary.LittleEndian.Uint32(data[4:])), record: record}
	if head < 33 || head > len(data) || record < 1 {
		return nil, errTruncated
	}
	if t.count > (len(data)-head)/record {
		return nil, fmt.Errorf("%w: %d rows are stated, %d are there", errTruncated, t.count, (len(data)-head)/record)
	}
	switch name := plainName(cpg); {
	case name == "utf8" || name == "65001":
		t.utf8 = true
	case name == "gbk" || name == "gb2312" || name == "gb18030" || name == "936" || name == "cp936" || name == "54936":
		t.chinese = true
	case name == "" && data[29] == chineseGBK:
		t.chinese = true
	case name != "" && name != "iso88591" && name != "88591" && name != "1252" && name != "ansi1252" && name != "system":
		return nil, fmt.Errorf("texts in %q are not read; UTF-8 and GBK are", strings.TrimSpace(cpg))
	}
	t.data = data[head:]
	at := 1
	for pos := 32; pos+32 <= head && data[pos] != 0x0d; pos += 32 {
		d := data[pos : pos+32]
		name, _, _ := strings.Cut(string(d[:11]), "\x00")
		f := dbfField{kind: d[11], at: at, width: int(d[16])}
		at += f.width
		kind := String
		switch f.kind {
		case 'N':
			kind = Number
			if d[17] == 0 && f.width <= 18 {
				kind = Integer
			}
		case 'F', 'O', 'B':
			kind = Number
		case 'I':
			kind = Integer
		case 'L':
			kind = Boolean
		case 'D':
			kind = Date
		}
		text, err := t.text([]byte(name))
		if err != nil {
			return nil, err
		}
		t.columns = append(t.columns, column{text, kind})
		t.fields = append(t.fields, f)
	}
	if at > record {
		return nil, errors.New("the fields are wider than a row")
	}
	return t, nil
}

// row reads a row; deleted rows are marked, not gone.
func (t *dbfTable) row(i int) (values []any, deleted bool, err error) {
	rec := t.data[i*t.record : (i+1)*t.record]
	values = make([]any, len(t.fields))
	for j, f := range t.fields {
		raw := rec[f.at : f.at+f.width]
		if f.kind == 'I' && f.width == 4 {
			values[j] = int64(int32(binary.LittleEndian.Uint32(raw)))
			continue
		}
		text := strings.TrimRight(strings.Trim(string(raw), "\x00"), " ")
		if text == "" || strings.Trim(text, "*? ") == "" && f.kind != 'C' {
			continue // null
		}
		switch f.kind {
		case 'L':
			values[j] = strings.Contains("YyTt1", text)
		case 'D':
			if len(text) != 8 || text == "00000000" {
				continue
			}
			values[j] = text[:4] + "-" + text[4:6] + "-" + text[6:]
		case 'N', 'F':
			text = strings.TrimSpace(text)
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				values[j] = n
				continue
			}
			n, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return nil, false, fmt.Errorf("%s: %q is not a number", t.columns[j].name, text)
			}
			values[j] = n
		default:
			if values[j], err = t.text([]byte(text)); err != nil {
				return nil, false, fmt.Errorf("%s: %w", t.columns[j].name, err)
			}
		}
	}
	return values, rec[0] == '*', nil
}

func (t *dbfTable) text(raw []byte) (string, error) {
	if !t.chinese && utf8.Valid(raw) {
		return string(raw), nil
	}
	if t.utf8 {
		// A text cut in the middle of a character, as programs do that count bytes.
		for n := 1; n < utf8.UTFMax && n < len(raw); n++ {
			if utf8.Valid(raw[:len(raw)-n]) {
				return string(raw[:len(raw)-n]), nil
			}
		}
		return "", errors.New("a text is not UTF-8, as the .cpg says it is")
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	return string(out), err
}
