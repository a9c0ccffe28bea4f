package storage

// What the post costs an act, and what it costs to take from it. Run with
//
//	go test ./storage -run '^$' -bench Outbox -benchtime 200x

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// BenchmarkOutbox measures an act that tells three Partijen, and a claim with its settlement, with nothing waiting and
// with 10,000 rows waiting.
func BenchmarkOutbox(b *testing.B) {
	for name, make := range databases {
		for _, waiting := range []int{0, 10_000} {
			b.Run(fmt.Sprintf("act/%s/waiting-%d", name, waiting), func(b *testing.B) {
				r := newRegister(b, make(b))
				id := waitingMails(b, r, waiting)
				var took []time.Duration
				for i := 0; b.Loop(); i++ {
					begin := time.Now()
					record(b, r, id, "2024-04-02", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Nummer %d","voorwaarden":{"opzegging":{"termijn":"3 maanden"}}}}`, i)
					took = append(took, time.Since(begin))
				}
				b.ReportMetric(float64(median(took).Microseconds()), "µs-median")
			})
			b.Run(fmt.Sprintf("claim/%s/waiting-%d", name, waiting), func(b *testing.B) {
				r := newRegister(b, make(b))
				waitingMails(b, r, waiting)
				var took []time.Duration
				for b.Loop() {
					begin := time.Now()
					list := claim(b, r, 1)
					if err := r.SettleMail(context.Background(), list[0], Settlement{State: MailWaits}); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(begin))
				}
				b.ReportMetric(float64(median(took).Microseconds()), "µs-median")
			})
		}
	}
}
