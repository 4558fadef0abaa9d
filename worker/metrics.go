package worker

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"countersign/core/channel"
	"countersign/core/verification"
)

// Metrics are the product's own numbers. Labels are names of our own tables, never ids.
type Metrics struct {
	sends    *prometheus.CounterVec
	handOver *prometheus.HistogramVec
	messages *prometheus.CounterVec
	posting  *prometheus.HistogramVec
	ended    *prometheus.CounterVec
	lasted   *prometheus.HistogramVec
}

// NewMetrics registers the metrics.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		sends:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "countersign_sends_total", Help: "Sends by channel and outcome."}, []string{"channel", "outcome"}),
		handOver: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "countersign_send_seconds", Help: "From claim to the provider's answer.", Buckets: prometheus.ExponentialBuckets(0.005, 2, 12)}, []string{"channel"}),
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "countersign_messages_total", Help: "Answers to clients by transport and outcome."}, []string{"transport", "outcome"}),
		posting:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "countersign_message_seconds", Help: "From claim to the provider's answer.", Buckets: prometheus.ExponentialBuckets(0.005, 2, 12)}, []string{"transport"}),
		ended:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "countersign_verifications_total", Help: "Ended verifications by status and channel of the last send."}, []string{"status", "channel"}),
		lasted:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "countersign_verification_seconds", Help: "From the first send to the end.", Buckets: prometheus.ExponentialBuckets(1, 2, 12)}, []string{"status"}),
	}
	r.MustRegister(m.sends, m.handOver, m.messages, m.posting, m.ended, m.lasted)
	return m
}

// Sent counts a send.
func (m *Metrics) Sent(name channel.Name, outcome string, took time.Duration) {
	m.sends.WithLabelValues(string(name), outcome).Inc()
	m.handOver.WithLabelValues(string(name)).Observe(took.Seconds())
}

// Posted counts an answer to a client.
func (m *Metrics) Posted(transport channel.Transport, outcome string, took time.Duration) {
	m.messages.WithLabelValues(string(transport), outcome).Inc()
	m.posting.WithLabelValues(string(transport)).Observe(took.Seconds())
}

// Ended counts a verification.
func (m *Metrics) Ended(status verification.Status, facts []verification.Fact) {
	var last channel.Name
	for _, f := range facts {
		if f.Kind == verification.Sent {
			last = f.Channel
		}
	}
	m.ended.WithLabelValues(string(status), string(last)).Inc()
	m.lasted.WithLabelValues(string(status)).Observe(facts[len(facts)-1].At.Sub(facts[0].At).Seconds())
}
