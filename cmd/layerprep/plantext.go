package main

import (
	"fmt"
	"regexp"
	"strings"
)

// clause is one piece of the plan in reading order. Text keeps the plan's
// wording; only Markdown marks, page breaks inside a paragraph and the table of
// contents are gone.
type clause struct {
	ID      string `json:"id"`
	Part    string `json:"part,omitempty"`    // 篇
	Chapter string `json:"chapter,omitempty"` // 章
	Heading string `json:"heading"`
	Level   int    `json:"level"` // 1 title or part, 2 chapter, 3 section, 4 box, table or figure
	Text    string `json:"text"`  // paragraphs parted by \n; table cells by \t
	Lines   [2]int `json:"lines"` // first and last line in the plan's text file, from 1
	Note    string `json:"note,omitempty"`
}

var (
	partHead    = regexp.MustCompile(`^第([一二三四五六七])篇 `)
	chapterHead = regexp.MustCompile(`^第([一二三四五六七八九十]+)章 `)
	sectionHead = regexp.MustCompile(`^([一二三四五六七八九十])、`)
	boxHead     = regexp.MustCompile(`^专栏 ?(\d)-(\d)：`)
	tableHead   = regexp.MustCompile(`^表 ?(\d)-(\d) `)
	figureHead  = regexp.MustCompile(`^图 ?(\d)-(\d) `)
)

// boxParagraphs says how many paragraphs a box has: the text file does not mark
// where one ends.
var boxParagraphs = []struct {
	id string
	n  int
}{
	{"box-3-1", 10}, {"box-4-1", 4}, {"box-4-2", 2}, {"box-5-1", 4},
	{"box-5-2", 1}, {"box-5-3", 1}, {"box-5-4", 4}, {"box-6-1", 2},
}

// clauseNotes are remarks on slips of the text, which stays as it is.
var clauseNotes = []struct{ id, note string }{
	{"title", "标题行作“第十四个五年”，为文本提取之误：正文各处均作“十五五”。 The title line says 14th Five-Year by an extraction slip; the body says 15th."},
	{"preface", "文中“第十四个五年规划纲要”一处同为提取之误。 One mention of the 14th Five-Year plan is the same slip."},
	{"ch27-s1", "“北京市国民经济和社会发展第十四个五年规划”一处亦同。 Again the 14th for the 15th."},
	{"part-6", "篇名作“人人民城市”，衍一“人”字；目录作“人民城市”。 The heading repeats 人; the table of contents does not."},
}

// plainText strips the Markdown and HTML marks of a line.
func plainText(s string) string {
	return strings.TrimSpace(strings.NewReplacer("**", "", "<b>", "", "</b>", "", "<sub>", "", "</sub>", "",
		`$\geq `, "≥", `$\leq `, "≤", "$", "").Replace(s))
}

// chineseNumber reads 一 to 二十七.
func chineseNumber(s string) int {
	n := 0
	for _, r := range s {
		if r == '十' {
			n = max(n, 1) * 10
			continue
		}
		n += strings.IndexRune("零一二三四五六七八九", r) / len("一")
	}
	return n
}

// planReader gathers clauses line by line.
type planReader struct {
	clauses []*clause
	main    *clause // the part, chapter or section being read
	inner   *clause // an open table or box inside it
	boxLeft int     // paragraphs the open box still takes
	part    string
	chapter string
	chapNo  int
	open    bool // the last paragraph of main or inner did not end
}

// readPlan cuts the plan's text into clauses.
func readPlan(text []byte) ([]*clause, error) {
	r := &planReader{}
	contents := false
	for i, raw := range strings.Split(string(text), "\n") {
		no := i + 1
		line := plainText(strings.TrimLeft(raw, "#"))
		heading := strings.HasPrefix(raw, "#")
		if strings.HasPrefix(line, "目 录") {
			contents = true
			continue
		}
		// The contents end where a part heading stands in Markdown.
		if contents && heading && partHead.MatchString(line) {
			contents = false
		}
		if contents || line == "" {
			continue
		}
		if err := r.line(no, raw, line, heading); err != nil {
			return nil, fmt.Errorf("line %d: %w", no, err)
		}
	}
	for _, n := range clauseNotes {
		c, err := findClause(r.clauses, n.id)
		if err != nil {
			return nil, err
		}
		c.Note = n.note
	}
	out := r.clauses
	for _, c := range out {
		if c.Level == 4 && c.Text == "" {
			return nil, fmt.Errorf("clause %s is empty", c.ID)
		}
	}
	return out, nil
}

func (r *planReader) line(no int, raw, line string, heading bool) error {
	switch {
	case boxHead.MatchString(line):
		m := boxHead.FindStringSubmatch(line)
		id := "box-" + m[1] + "-" + m[2]
		for _, b := range boxParagraphs {
			if b.id == id {
				r.boxLeft = b.n
			}
		}
		if r.boxLeft == 0 {
			return fmt.Errorf("%s has no row in boxParagraphs", id)
		}
		r.begin(&clause{ID: id, Heading: line, Level: 4}, no)
	case tableHead.MatchString(line):
		m := tableHead.FindStringSubmatch(line)
		r.begin(&clause{ID: "table-" + m[1] + "-" + m[2], Heading: line, Level: 4}, no)
	case figureHead.MatchString(line):
		m := figureHead.FindStringSubmatch(line)
		r.inner = nil
		r.clauses = append(r.clauses, &clause{ID: "figure-" + m[1] + "-" + m[2], Part: r.part, Chapter: r.chapter,
			Heading: line, Level: 4, Text: line, Lines: [2]int{no, no}})
	case heading && partHead.MatchString(line):
		r.part, r.chapter = line, ""
		r.begin(&clause{ID: fmt.Sprintf("part-%d", chineseNumber(partHead.FindStringSubmatch(line)[1])), Heading: line, Level: 1}, no)
	case heading && chapterHead.MatchString(line):
		r.chapter = line
		r.chapNo = chineseNumber(chapterHead.FindStringSubmatch(line)[1])
		r.begin(&clause{ID: fmt.Sprintf("ch%02d", r.chapNo), Heading: line, Level: 2}, no)
	case heading && sectionHead.MatchString(line):
		r.begin(&clause{ID: fmt.Sprintf("ch%02d-s%d", r.chapNo, chineseNumber(sectionHead.FindStringSubmatch(line)[1])), Heading: line, Level: 3}, no)
	case heading && strings.HasPrefix(line, "序"):
		r.begin(&clause{ID: "preface", Heading: line, Level: 1}, no)
	case heading && len(r.clauses) == 0:
		r.begin(&clause{ID: "title", Heading: line, Level: 1, Text: line}, no)
	case heading:
		return fmt.Errorf("unknown heading %q", line)
	case r.inner != nil && strings.HasPrefix(r.inner.ID, "table"):
		if strings.Contains(raw, "\t") {
			row := plainRow(raw)
			if row != "项目名称\t项目内容" || !strings.Contains(r.inner.Text, row) { // repeated on every page
				r.inner.Text = joined(r.inner.Text, row)
			}
			r.inner.Lines[1] = no
			return nil
		}
		if strings.HasPrefix(line, "注：") {
			r.inner.Text = joined(r.inner.Text, line)
			r.inner.Lines[1] = no
			return nil
		}
		r.inner = nil
		r.paragraph(r.main, line, no)
	case r.inner != nil:
		if !r.open {
			if r.boxLeft == 0 {
				r.inner = nil
				r.paragraph(r.main, line, no)
				return nil
			}
			r.boxLeft--
		}
		r.paragraph(r.inner, line, no)
	default:
		if r.main == nil {
			return fmt.Errorf("text before the first heading: %q", line)
		}
		r.paragraph(r.main, line, no)
	}
	return nil
}

// begin opens a clause; levels 1 to 3 become the main one.
func (r *planReader) begin(c *clause, no int) {
	c.Part, c.Chapter = r.part, r.chapter
	c.Lines = [2]int{no, no}
	r.clauses = append(r.clauses, c)
	r.inner = nil
	if c.Level == 4 {
		// A paragraph of the main clause may run on behind a table or figure.
		r.inner = c
		if strings.HasPrefix(c.ID, "box") {
			r.open = false
		}
		return
	}
	r.main, r.open = c, false
}

// paragraph adds a line; one that did not end with a full stop runs on.
func (r *planReader) paragraph(c *clause, line string, no int) {
	if r.open && c.Text != "" {
		c.Text += line
	} else {
		c.Text = joined(c.Text, line)
	}
	c.Lines[1] = no
	r.open = !strings.ContainsAny(lastRune(line), "。；：！？”）")
}

func plainRow(raw string) string {
	cells := strings.Split(raw, "\t")
	for i := range cells {
		cells[i] = plainText(cells[i])
	}
	return strings.Join(cells, "\t")
}

func joined(text, line string) string {
	if text == "" {
		return line
	}
	return text + "\n" + line
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[len(r)-1:])
}

func findClause(cs []*clause, id string) (*clause, error) {
	for _, c := range cs {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, fmt.Errorf("the plan has no clause %q", id)
}

// passage is a stretch of a clause, from the words it begins with to those it
// ends with; both are part of it. So a quotation is the plan's own text by
// construction.
type passage struct{ clause, from, to string }

func quote(cs []*clause, p passage) (string, error) {
	c, err := findClause(cs, p.clause)
	if err != nil {
		return "", err
	}
	i := strings.Index(c.Text, p.from)
	if i < 0 {
		return "", fmt.Errorf("clause %s has no %q", p.clause, p.from)
	}
	if p.to == "" {
		return p.from, nil
	}
	j := strings.Index(c.Text[i:], p.to)
	if j < 0 {
		return "", fmt.Errorf("clause %s has no %q after %q", p.clause, p.to, p.from)
	}
	return c.Text[i : i+j+len(p.to)], nil
}
