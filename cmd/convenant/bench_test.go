package main

// What a served register costs, over HTTP: acts, twelve who sign at once, starting up, and memory. Run with
//
//	go test ./cmd/convenant -run '^$' -bench . -benchtime 3x

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"convenant/workflow"
)

// eachWay measures a register in each way of serving it.
func eachWay(b *testing.B, bench func(b *testing.B, h *hands)) {
	for _, w := range manyHands {
		b.Run(w.name, func(b *testing.B) { bench(b, w.serve(b)) })
	}
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
}

func BenchmarkActsOverHTTP(b *testing.B) {
	const acts = 480
	eachWay(b, func(b *testing.B, h *hands) {
		for _, callers := range []int{1, 32} {
			b.Run(fmt.Sprint("callers=", callers), func(b *testing.B) {
				ids := make([]string, callers)
				for i := range ids {
					ids[i] = h.draft(2, "")
				}
				var mu sync.Mutex
				var took []time.Duration
				for b.Loop() {
					var all sync.WaitGroup
					for i := range callers {
						all.Go(func() {
							for n := range acts / callers {
								begin := time.Now()
								a, err := h.ask(i, workflow.Secretariat, "POST", "/convenanten/"+ids[i]+"/handelingen", "",
									fmt.Sprintf(`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","functie":"Adviseur %d"}}`, n))
								if err != nil || a.status != http.StatusCreated {
									b.Errorf("%v %s", err, a.raw)
								}
								mu.Lock()
								took = append(took, time.Since(begin))
								mu.Unlock()
							}
						})
					}
					all.Wait()
				}
				b.ReportMetric(float64(acts*b.N)/b.Elapsed().Seconds(), "acts/s")
				report(b, took)
				b.ReportMetric(h.instances[0].memory(b), "MB")
			})
		}
	})
}

// Twelve sign at the same moment, and each then reads the convenant until it is in force.
func BenchmarkTwelveSigners(b *testing.B) {
	eachWay(b, func(b *testing.B, h *hands) {
		var took []time.Duration
		for b.Loop() {
			b.StopTimer()
			id, sha256 := h.toSigning(handParties)
			b.StartTimer()
			begin := time.Now()
			var all sync.WaitGroup
			for n := range handParties {
				all.Go(func() {
					who := partyID(n + 1)
					if a, err := h.ask(n, who, "POST", "/convenanten/"+id+"/handelingen", "", signBody(who, sha256)); err != nil || a.status != http.StatusCreated {
						b.Errorf("%v %s", err, a.raw)
						return
					}
					for {
						a, err := h.ask(n, who, "GET", "/convenanten/"+id, "", "")
						if err != nil || a.status != http.StatusOK {
							b.Errorf("%v %s", err, a.raw)
							return
						}
						if a.body.Phase == workflow.InForce {
							return
						}
					}
				})
			}
			all.Wait()
			took = append(took, time.Since(begin))
		}
		report(b, took)
	})
}

// From the start of the process to its first answer that it is ready, and what it then takes.
func BenchmarkStart(b *testing.B) {
	eachWay(b, func(b *testing.B, h *hands) {
		var took []time.Duration
		for b.Loop() {
			begin := time.Now()
			i := h.start()
			response, err := http.Get(i.url + "/gezond/klaar")
			if err != nil || response.StatusCode != http.StatusOK {
				b.Fatal(err, response)
			}
			took = append(took, time.Since(begin))
			b.ReportMetric(i.memory(b), "MB-idle")
			b.StopTimer()
			response.Body.Close()
			i.kill()
			b.StartTimer()
		}
		report(b, took)
	})
}

var resident = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB`)

// memory is what the process has in memory, in MB. Linux tells.
func (i *instance) memory(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", i.process.Process.Pid))
	m := resident.FindSubmatch(status)
	if err != nil || m == nil {
		b.Fatalf("the memory of the process is not told: %v", err)
	}
	kB, err := strconv.Atoi(string(m[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kB) / 1024
}
