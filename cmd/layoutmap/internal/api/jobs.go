package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"layoutmap/layers"
)

// Bounds of jobs.
const (
	maxJobs        = 100              // kept, finished ones too; the oldest finished go first
	maxWaitingJobs = 16               // accepted and not begun
	maxRunningJobs = 2                // at a time
	maxJobBytes    = 128 << 20        // results of all jobs together
	maxJobTime     = 10 * time.Minute // one job's work
	jobLife        = time.Hour        // of a finished job
)

// States of a job, as OGC API – Processes names them.
const (
	jobAccepted   = "accepted"
	jobRunning    = "running"
	jobSuccessful = "successful"
	jobFailed     = "failed"
	jobDismissed  = "dismissed"
)

// Jobs are processes that run, or ran, apart from any request. They outlive a
// Server, so that they stay when its catalog is replaced; what a job found holds
// no part of a catalog.
type Jobs struct {
	ctx     context.Context
	stop    context.CancelFunc
	workers sync.WaitGroup
	slots   chan struct{}

	mu   sync.Mutex
	list []*job // in the order they were accepted
}

// job is one of them. Jobs.mu guards what changes.
type job struct {
	jobState
	cancel context.CancelFunc
	result *jobResult // of a successful job
	err    error      // of a failed one
}

// jobState is what /jobs tells of a job.
type jobState struct {
	ID, Process, Status                 string
	Created, Started, Finished, Updated time.Time
	Done, Total                         int
	Message                             string
}

// jobResult is a finished answer: an analysis that holds on to nothing but itself.
type jobResult struct {
	process    process
	format     string
	asDocument bool
	json       json.RawMessage
	rep        report
	all        []part
	layers     []*layers.Layer
	bytes      int
}

func (j *jobResult) frozen() analysis { return (*frozenAnalysis)(j) }

type frozenAnalysis jobResult

func (a *frozenAnalysis) document(string) any { return a.json }
func (a *frozenAnalysis) report() report      { return a.rep }
func (a *frozenAnalysis) parts(_ context.Context, names []string) ([]part, error) {
	var out []part
	for _, name := range names {
		for _, p := range a.all {
			if p.name == name {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// NewJobs makes room for jobs. Close ends them.
func NewJobs() *Jobs {
	ctx, stop := context.WithCancel(context.Background())
	return &Jobs{ctx: ctx, stop: stop, slots: make(chan struct{}, maxRunningJobs)}
}

// Close cancels every job and waits until none runs.
func (s *Jobs) Close() {
	s.stop()
	s.workers.Wait()
}

// start accepts a job.
func (s *Jobs) start(e execution, base string) (jobState, error) {
	var id [16]byte
	rand.Read(id[:]) // never fails
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.prune(now)
	waiting := 0
	for _, j := range s.list {
		if j.Status == jobAccepted {
			waiting++
		}
	}
	if waiting >= maxWaitingJobs || s.ctx.Err() != nil {
		return jobState{}, &fault{Status: http.StatusServiceUnavailable, Title: "Busy", Detail: fmt.Sprintf("%d jobs are waiting already; try again later", waiting)}
	}
	ctx, cancel := context.WithTimeout(s.ctx, maxJobTime)
	j := &job{cancel: cancel, jobState: jobState{ID: hex.EncodeToString(id[:]), Process: e.process.id, Status: jobAccepted, Created: now, Updated: now}}
	s.list = append(s.list, j)
	s.workers.Add(1)
	go func() {
		defer s.workers.Done()
		defer cancel()
		s.work(ctx, j, e, base)
	}()
	return j.jobState, nil
}

// work runs a job when a place is free.
func (s *Jobs) work(ctx context.Context, j *job, e execution, base string) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		s.end(j, nil, ctx.Err())
		return
	}
	s.change(j, func() { j.Status, j.Started = jobRunning, time.Now() })
	result, err := s.finish(ctx, j, e, base)
	s.end(j, result, err)
}

// finish works a job out, with everything that is kept of it.
func (s *Jobs) finish(ctx context.Context, j *job, e execution, base string) (result *jobResult, err error) {
	defer func() {
		if p := recover(); p != nil { // one job must not end the server
			result, err = nil, fmt.Errorf("panic: %v", p)
		}
	}()
	a, err := e.work(ctx, func(done, total int) { s.change(j, func() { j.Done, j.Total = done, total }) })
	if err != nil {
		return nil, err
	}
	r := &jobResult{process: e.process, format: e.format, asDocument: e.document, rep: a.report()}
	if r.json, err = json.Marshal(a.document(base)); err != nil {
		return nil, err
	}
	if r.all, err = a.parts(ctx, e.process.layers); err != nil {
		return nil, err
	}
	r.bytes = len(r.json)
	for i := range r.all {
		// A feature is there twice: as drawn, and packed in its layer.
		if r.bytes += 2 * len(r.all[i].appendGeoJSON(nil, false)); r.bytes > maxJobBytes {
			return nil, &fault{Status: http.StatusInsufficientStorage, Title: "Result too large", Detail: fmt.Sprintf("the layers of the result are over %d bytes; ask for a smaller area", maxJobBytes)}
		}
		l, err := r.all[i].layer()
		if err != nil {
			return nil, err
		}
		r.layers = append(r.layers, l)
	}
	return r, ctx.Err()
}

// end records how a job came out, unless it was dismissed meanwhile.
func (s *Jobs) end(j *job, result *jobResult, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	j.Finished, j.Updated = now, now
	switch {
	case j.Status == jobDismissed:
	case err == nil:
		j.Status, j.result, j.Done, j.Total = jobSuccessful, result, 1, 1
	case errors.Is(err, context.DeadlineExceeded):
		j.Status, j.err = jobFailed, &fault{Status: http.StatusGatewayTimeout, Title: "Took too long", Detail: "the job was not ready in " + maxJobTime.String() + "; ask for less"}
	default:
		j.Status, j.err = jobFailed, err
	}
	if j.err != nil {
		p := problemOf(j.err)
		j.Message = p.Title
		if p.Detail != "" {
			j.Message += ": " + p.Detail
		}
	}
	s.prune(now)
}

func (s *Jobs) change(j *job, do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j.Status != jobDismissed {
		do()
		j.Updated = time.Now()
	}
}

func (j *job) over() bool { return !j.Finished.IsZero() || j.Status == jobDismissed }

// prune forgets finished jobs that are too old, too many or too large, the
// oldest first. mu is held.
func (s *Jobs) prune(now time.Time) {
	bytes := 0
	for _, j := range s.list {
		if j.result != nil {
			bytes += j.result.bytes
		}
	}
	n := len(s.list)
	s.list = slices.DeleteFunc(s.list, func(j *job) bool {
		if !j.over() {
			return false
		}
		gone := now.Sub(j.Updated) > jobLife || n > maxJobs || bytes > maxJobBytes && j.result != nil
		if gone {
			n--
			if j.result != nil {
				bytes -= j.result.bytes
			}
		}
		return gone
	})
}

// find looks a job up.
func (s *Jobs) find(id string) (jobState, *jobResult, error, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune(time.Now())
	for _, j := range s.list {
		if j.ID == id {
			return j.jobState, j.result, j.err, true
		}
	}
	return jobState{}, nil, nil, false
}

// all are the states of the jobs, the newest first.
func (s *Jobs) all() []jobState {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune(time.Now())
	var out []jobState
	for _, j := range slices.Backward(s.list) {
		out = append(out, j.jobState)
	}
	return out
}

// dismiss cancels a job that runs, and forgets what one that ran has found.
func (s *Jobs) dismiss(id string) (jobState, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.list {
		if j.ID == id {
			j.cancel()
			j.Status, j.result, j.err, j.Message, j.Updated = jobDismissed, nil, nil, "", time.Now()
			return j.jobState, true
		}
	}
	return jobState{}, false
}
