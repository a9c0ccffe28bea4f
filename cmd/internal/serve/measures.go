package serve

// Measurements, as Prometheus collects them. They tell of no convenant and of nobody.

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"convenant/cmd/internal/api"
	"convenant/storage"
)

type measures struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	acts     *prometheus.CounterVec
}

func newMeasures(register *storage.Register) *measures {
	m := &measures{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "convenant_requests_total", Help: "Requests that were answered."},
			[]string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "convenant_request_seconds", Help: "How long requests took.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"route", "method"}),
		acts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "convenant_acts_total", Help: "Acts that were offered, by what became of them."},
			[]string{"act", "result"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.acts, pools{register}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *measures) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

func (m *measures) seen(s api.Seen) {
	route := s.Route
	if route == "" || s.Method == "" { // else anyone could make as many as they like
		route = "other"
	}
	m.requests.WithLabelValues(route, s.Method, strconv.Itoa(s.Status)).Inc()
	m.seconds.WithLabelValues(route, s.Method).Observe(s.Took.Seconds())
	if s.Act != "" {
		m.acts.WithLabelValues(string(s.Act), s.Result).Inc()
	}
}

// pools tells of the connections to the database.
type pools struct{ register *storage.Register }

var (
	poolOpen   = prometheus.NewDesc("convenant_database_connections", "Connections to the database, by what they do.", []string{"pool", "state"}, nil)
	poolMost   = prometheus.NewDesc("convenant_database_connections_max", "Connections that may be open; 0 is without limit.", []string{"pool"}, nil)
	poolWaits  = prometheus.NewDesc("convenant_database_waits_total", "How often a connection was waited for.", []string{"pool"}, nil)
	poolWaited = prometheus.NewDesc("convenant_database_waited_seconds_total", "How long connections were waited for.", []string{"pool"}, nil)
)

// Describe lists what is told.
func (pools) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{poolOpen, poolMost, poolWaits, poolWaited} {
		ch <- d
	}
}

// Collect tells it.
func (p pools) Collect(ch chan<- prometheus.Metric) {
	for _, pool := range p.register.Pools() {
		ch <- prometheus.MustNewConstMetric(poolOpen, prometheus.GaugeValue, float64(pool.InUse), pool.Name, "in use")
		ch <- prometheus.MustNewConstMetric(poolOpen, prometheus.GaugeValue, float64(pool.Open-pool.InUse), pool.Name, "idle")
		ch <- prometheus.MustNewConstMetric(poolMost, prometheus.GaugeValue, float64(pool.Most), pool.Name)
		ch <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(pool.Waits), pool.Name)
		ch <- prometheus.MustNewConstMetric(poolWaited, prometheus.CounterValue, pool.Waited.Seconds(), pool.Name)
	}
}
