package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"layoutmap/layers"
)

// statusInfo is a job as OGC API – Processes Part 1 writes it (clause 7.12).
type statusInfo struct {
	ProcessID string `json:"processID"`
	Type      string `json:"type"`
	JobID     string `json:"jobID"`
	Status    string `json:"status"`
	Message   string `json:"message,omitempty"`
	Created   string `json:"created"`
	Started   string `json:"started,omitempty"`
	Finished  string `json:"finished,omitempty"`
	Updated   string `json:"updated"`
	Progress  int    `json:"progress"` // percent
	Links     []link `json:"links"`
}

// jobList is the answer of /jobs.
type jobList struct {
	Jobs  []statusInfo `json:"jobs"`
	Links []link       `json:"links"`
}

func (r *request) statusOf(j jobState) statusInfo {
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339Nano)
	}
	at := r.url("/jobs/" + j.ID)
	s := statusInfo{
		ProcessID: j.Process, Type: "process", JobID: j.ID, Status: j.Status, Message: j.Message,
		Created: stamp(j.Created), Started: stamp(j.Started), Finished: stamp(j.Finished), Updated: stamp(j.Updated),
		Links: []link{{Href: at, Rel: "self", Type: mediaJSON}},
	}
	if j.Total > 0 {
		s.Progress = 100 * j.Done / j.Total
	}
	if j.Status == jobSuccessful {
		s.Links = append(s.Links, link{Href: at + "/results", Rel: relResults, Type: mediaJSON})
	}
	return s
}

func (r *request) noSuchJob() error {
	return &fault{Type: exceptionBase + "no-such-job", Status: http.StatusNotFound, Title: "No such job", Field: "jobId",
		Detail: fmt.Sprintf("there is no job %q; finished ones are kept for %v", r.Param("jobId"), jobLife)}
}

// sendStatus answers what changes with the clock: never stored.
func (r *request) sendStatus(doc any) error {
	r.Response().Header().Set("Cache-Control", "no-store")
	return r.JSON(http.StatusOK, doc)
}

// job answers the state of a job.
func (r *request) job() error {
	j, _, _, ok := r.server.Jobs.find(r.Param("jobId"))
	if !ok {
		return r.noSuchJob()
	}
	return r.sendStatus(r.statusOf(j))
}

// dismissJob cancels a job, or forgets one that is over.
func (r *request) dismissJob() error {
	j, ok := r.server.Jobs.dismiss(r.Param("jobId"))
	if !ok {
		return r.noSuchJob()
	}
	return r.sendStatus(r.statusOf(j))
}

func jobListParams() []param {
	seconds := map[string]any{"type": "integer", "minimum": 0}
	text := map[string]any{"type": "string"}
	return []param{
		limitParam,
		{name: "type", list: true, doc: "Kinds of job: process is the only one.", schema: wordList(text)},
		{name: "processID", list: true, doc: "Jobs of these processes.", schema: wordList(text)},
		{name: "status", list: true, doc: "Jobs in one of these states.", schema: wordList(map[string]any{"type": "string", "enum": jobStates[:]})},
		{name: "datetime", doc: "Jobs accepted at this time or in this interval (RFC 3339).", schema: text},
		{name: "minDuration", doc: "Jobs that ran at least so many seconds, to now for those that still run.", schema: seconds},
		{name: "maxDuration", doc: "Jobs that ran at most so many seconds.", schema: seconds},
	}
}

var jobStates = [...]string{jobAccepted, jobRunning, jobSuccessful, jobFailed, jobDismissed}

// jobs lists the jobs, the newest first.
func (r *request) jobs() error {
	keep, err := r.jobFilter()
	if err != nil {
		return err
	}
	limit, err := r.limit(defaultLimit)
	if err != nil {
		return err
	}
	doc := jobList{Jobs: []statusInfo{}, Links: []link{{Href: r.self(), Rel: "self", Type: mediaJSON}}}
	for _, j := range r.server.Jobs.all() {
		if len(doc.Jobs) < limit && keep(j) {
			doc.Jobs = append(doc.Jobs, r.statusOf(j))
		}
	}
	return r.sendStatus(doc)
}

// jobFilter reads the parameters of /jobs.
func (r *request) jobFilter() (func(jobState) bool, error) {
	oneOf := func(name string) func(string) bool {
		text, ok := r.value(name)
		list := strings.Split(text, ",")
		return func(v string) bool { return !ok || slices.Contains(list, v) }
	}
	kind, processID, status := oneOf("type"), oneOf("processID"), oneOf("status")
	span := layers.Span{}
	text, dated := r.value("datetime")
	if dated {
		var err error
		if span, err = layers.ParseSpan(text); err != nil {
			return nil, badParameter("datetime", err.Error())
		}
	}
	bounds := [2]time.Duration{0, 1 << 62}
	for i, name := range []string{"minDuration", "maxDuration"} {
		if text, ok := r.value(name); ok {
			n, err := strconv.ParseUint(text, 10, 31)
			if err != nil {
				return nil, badParameter(name, fmt.Sprintf("want whole seconds, not %q", text))
			}
			bounds[i] = time.Duration(n) * time.Second
		}
	}
	_, least := r.value("minDuration")
	_, most := r.value("maxDuration")
	return func(j jobState) bool {
		ran := time.Duration(-1)
		if end := j.Finished; !j.Started.IsZero() {
			if end.IsZero() {
				end = time.Now()
			}
			ran = end.Sub(j.Started)
		}
		at := j.Created.UnixMicro()
		return kind("process") && processID(j.Process) && status(j.Status) &&
			(!dated || span.Intersects(layers.Span{Start: at, End: at})) &&
			(!least && !most || ran >= bounds[0] && ran <= bounds[1])
	}, nil
}

// jobResult finds what a job found, or says why there is none.
func (r *request) jobResult() (*jobResult, error) {
	j, result, failed, ok := r.server.Jobs.find(r.Param("jobId"))
	switch {
	case !ok || j.Status == jobDismissed:
		return nil, r.noSuchJob()
	case failed != nil:
		var f *fault
		if !errors.As(failed, &f) {
			f = &fault{Status: http.StatusInternalServerError, Title: "Job failed", Detail: j.Message}
		}
		return nil, f
	case result == nil:
		return nil, &fault{Type: exceptionBase + "result-not-ready", Status: http.StatusNotFound, Title: "Result not ready", Field: "jobId",
			Detail: fmt.Sprintf("the job is %s; /jobs/%s tells how far it is", j.Status, j.ID)}
	}
	return result, nil
}

// jobResults answers what a job found, as the execute request asked for it
// unless f says otherwise.
func (r *request) jobResults() error {
	result, err := r.jobResult()
	if err != nil {
		return err
	}
	format, document := result.format, result.asDocument
	if f, ok := r.value("f"); ok {
		format, document = f, false
	}
	for _, l := range result.layers {
		r.Response().Header().Add("Link", fmt.Sprintf(`<%s>; rel="data"; type="%s"; title="%s"`, r.url(r.layerPath(l)), mediaJSON, l.ID))
	}
	return r.sendResult(result.process, result.frozen(), format, document)
}

// resultLayer finds a layer of what a job found.
func (r *request) resultLayer(id string) (*layers.Layer, error) {
	result, err := r.jobResult()
	if err != nil {
		return nil, err
	}
	var have []string
	for _, l := range result.layers {
		if l.ID == id {
			r.layer = l
			return l, nil
		}
		have = append(have, l.ID)
	}
	return nil, &fault{Status: http.StatusNotFound, Title: "Not found", Field: "collectionId", Detail: fmt.Sprintf("the result has no layer %q", id), Allowed: have}
}
