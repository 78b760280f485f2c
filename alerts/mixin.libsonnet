// The rules of haproxy.rules.yml for users of jsonnet. Generated: change that file, then run
//   mvn test -Dtest=MixinTest -Dupdate=true
//
//   local haproxy = import 'haproxy-exporter/alerts/mixin.libsonnet';
//   std.manifestYamlDoc((haproxy { _config+:: { server_flaps: 5 } }).prometheusAlerts)
// Without the digits that a binary number has too many.
local number(x) = if x == 0 then '0' else '%.12g' % x;

{
  _config+:: {
    // A backend is degraded when this share of its wanted servers, or less, is left.
    backend_degraded_ratio: 0.5,
    // This many changes from UP to DOWN in 15 minutes are flapping.
    server_flaps: 3,
    // This many failed checks in 10 minutes, on a server that stays UP, are worth a look.
    check_failures: 5,
    // HAProxy does not tell a check's interval or time-out. Take half of your shortest `inter` or `timeout check`;
    // this is half of HAProxy's default interval of 2 s.
    check_duration_seconds: 1,
    // A server may be in maintenance or drained this long before a ticket asks whether it was forgotten.
    maintenance_seconds: 86400,
    // This many starts of HAProxy in 15 minutes are a crash loop. Raise it where a controller reloads all the time.
    starts: 6,
    // This many changes of a target between readable and unreadable in 10 minutes: it fails now and then.
    scrape_changes: 6,
    // Errors in 5 minutes below which a share of errors means nothing: 10 of 90 requests at 0.3 requests per second.
    errors: 10,
    // Share of answers that are 5xx: of a backend or frontend, and of one server.
    backend_5xx_ratio: 0.05,
    server_5xx_ratio: 0.2,
    // Share of sessions whose connection to the server fails, and of answers that are broken off or invalid.
    connection_errors_ratio: 0.05,
    response_errors_ratio: 0.05,
    // Share of a backend's sessions that needed another attempt, and the attempts per second below which a share
    // means nothing.
    retry_ratio: 0.05,
    retries_per_second: 0.1,
    // Requests that wait for a free server, 5 minutes' average, and the average time that a request waits.
    queued_requests: 5,
    queue_seconds: 0.5,
    // Average time in which a backend's servers answer.
    response_seconds: 1,
    // Requests per second below which an average time means nothing.
    backend_answers_per_second: 0.5,
    // Share of a session or connection limit in use, and the smallest `maxconn` of a server for which this is asked:
    // a smaller one is meant to be used up, and the queue tells when that is too much.
    sessions_ratio: 0.8,
    server_limit: 10,
    // Share of requests or connections that rules deny, and the denials per second below which it is noise.
    denied_ratio: 0.2,
    denied_per_second: 1,
    // Share of a frontend's sessions whose request is invalid or incomplete, and the number per second.
    request_errors_ratio: 0.2,
    request_errors_per_second: 1,
    // Traffic is lost when this share or less is left, compared with the hour before and with the same time yesterday;
    // and the sessions per second that there must have been.
    traffic_left_ratio: 0.1,
    traffic_per_second: 1,
    // Log lines lost in 5 minutes, 10 minutes long.
    dropped_logs: 0,
    // HAProxy's idle time, 5 minutes' average, in percent.
    idle_percent: 20,
    // A stick table is nearly full when this share of its entries is used.
    sticktable_ratio: 0.9,
    // Where the runbooks are; an alert's name and .md come behind it.
    runbook_url: 'https://github.com/haproxyexporter/haproxy-exporter/blob/main/docs/runbooks/',
  },

  prometheusAlerts+:: {
    groups+: [ {
      "name" : "haproxy-thresholds",
      "rules" : [ {
        "record" : "haproxy:threshold:backend_degraded_ratio",
        "expr" : 'vector(%s)' % number($._config.backend_degraded_ratio)
      }, {
        "record" : "haproxy:threshold:server_flaps",
        "expr" : 'vector(%s)' % number($._config.server_flaps)
      }, {
        "record" : "haproxy:threshold:check_failures",
        "expr" : 'vector(%s)' % number($._config.check_failures)
      }, {
        "record" : "haproxy:threshold:check_duration_seconds",
        "expr" : 'vector(%s)' % number($._config.check_duration_seconds)
      }, {
        "record" : "haproxy:threshold:maintenance_seconds",
        "expr" : 'vector(%s)' % number($._config.maintenance_seconds)
      }, {
        "record" : "haproxy:threshold:starts",
        "expr" : 'vector(%s)' % number($._config.starts)
      }, {
        "record" : "haproxy:threshold:scrape_changes",
        "expr" : 'vector(%s)' % number($._config.scrape_changes)
      }, {
        "record" : "haproxy:threshold:errors",
        "expr" : 'vector(%s)' % number($._config.errors)
      }, {
        "record" : "haproxy:threshold:backend_5xx_ratio",
        "expr" : 'vector(%s)' % number($._config.backend_5xx_ratio)
      }, {
        "record" : "haproxy:threshold:server_5xx_ratio",
        "expr" : 'vector(%s)' % number($._config.server_5xx_ratio)
      }, {
        "record" : "haproxy:threshold:connection_errors_ratio",
        "expr" : 'vector(%s)' % number($._config.connection_errors_ratio)
      }, {
        "record" : "haproxy:threshold:response_errors_ratio",
        "expr" : 'vector(%s)' % number($._config.response_errors_ratio)
      }, {
        "record" : "haproxy:threshold:retry_ratio",
        "expr" : 'vector(%s)' % number($._config.retry_ratio)
      }, {
        "record" : "haproxy:threshold:retries_per_second",
        "expr" : 'vector(%s)' % number($._config.retries_per_second)
      }, {
        "record" : "haproxy:threshold:queued_requests",
        "expr" : 'vector(%s)' % number($._config.queued_requests)
      }, {
        "record" : "haproxy:threshold:queue_seconds",
        "expr" : 'vector(%s)' % number($._config.queue_seconds)
      }, {
        "record" : "haproxy:threshold:response_seconds",
        "expr" : 'vector(%s)' % number($._config.response_seconds)
      }, {
        "record" : "haproxy:threshold:backend_answers_per_second",
        "expr" : 'vector(%s)' % number($._config.backend_answers_per_second)
      }, {
        "record" : "haproxy:threshold:sessions_ratio",
        "expr" : 'vector(%s)' % number($._config.sessions_ratio)
      }, {
        "record" : "haproxy:threshold:server_limit",
        "expr" : 'vector(%s)' % number($._config.server_limit)
      }, {
        "record" : "haproxy:threshold:denied_ratio",
        "expr" : 'vector(%s)' % number($._config.denied_ratio)
      }, {
        "record" : "haproxy:threshold:denied_per_second",
        "expr" : 'vector(%s)' % number($._config.denied_per_second)
      }, {
        "record" : "haproxy:threshold:request_errors_ratio",
        "expr" : 'vector(%s)' % number($._config.request_errors_ratio)
      }, {
        "record" : "haproxy:threshold:request_errors_per_second",
        "expr" : 'vector(%s)' % number($._config.request_errors_per_second)
      }, {
        "record" : "haproxy:threshold:traffic_left_ratio",
        "expr" : 'vector(%s)' % number($._config.traffic_left_ratio)
      }, {
        "record" : "haproxy:threshold:traffic_per_second",
        "expr" : 'vector(%s)' % number($._config.traffic_per_second)
      }, {
        "record" : "haproxy:threshold:dropped_logs",
        "expr" : 'vector(%s)' % number($._config.dropped_logs)
      }, {
        "record" : "haproxy:threshold:idle_percent",
        "expr" : 'vector(%s)' % number($._config.idle_percent)
      } ]
    }, {
      "name" : "haproxy-records",
      "rules" : [ {
        "record" : "haproxy:backend_up",
        "expr" : "haproxy_backend_up{backend!=\"\"}"
      }, {
        "record" : "haproxy:server_down",
        "expr" : "max_over_time(haproxy_server_status{state=\"DOWN\",backend!=\"\"}[2m]) == 1\n  unless ignoring (state) (\n    (\n      haproxy_server_status{state!=\"DOWN\",backend!=\"\"} == 1\n      or\n      haproxy_server_status{state=\"DOWN\",backend!=\"\"} == 0\n    )\n    unless ignoring (state) (\n      haproxy_server_check_status{state=\"INI\"} == 1\n      or\n      haproxy_server_agent_status{state=\"INI\"} == 1\n    )\n  )\n"
      }, {
        "record" : "haproxy:backend_down",
        "expr" : "1 - (min_over_time(haproxy:backend_up[2m]) == 0)\n  unless (\n    haproxy:backend_up == 1\n    and\n    max without (server, state) (\n      haproxy_server_status{state=\"UP\",backend!=\"\"} == 1 unless ignoring (state) haproxy:server_down\n    )\n  )\n"
      }, {
        "record" : "haproxy:server_unresolved",
        "expr" : "haproxy_server_out_of_service_info{cause=\"resolution\",backend!=\"\"} == 1\n  and on (cluster, job, instance, haproxy, backend, server) haproxy_server_sessions_total > 0\n  and on (cluster, job, instance, haproxy, backend, server) (\n    haproxy_server_info{fqdn!=\"\"}\n      unless on (cluster, job, instance, haproxy, backend, fqdn) (\n        haproxy_server_info{fqdn!=\"\"}\n          unless on (cluster, job, instance, haproxy, backend, server)\n            haproxy_server_out_of_service_info{cause=\"resolution\"} == 1\n      )\n  )\n"
      }, {
        "record" : "haproxy:backend_servers_wanted",
        "expr" : "count without (server) (\n  haproxy_server_active{backend!=\"\"} == 1\n  unless ignoring (state) (\n    haproxy_server_status{state=~\"MAINT|DRAIN|NOLB\"} == 1\n      unless on (cluster, job, instance, haproxy, backend, server) haproxy:server_unresolved\n  )\n  unless haproxy_server_weight == 0\n)\n"
      }, {
        "record" : "haproxy:backend_servers_lost",
        "expr" : "count without (server) (\n  max without (state, cause) (haproxy:server_down or haproxy:server_unresolved)\n  and last_over_time(haproxy_server_active[2m]) == 1\n  unless haproxy_server_weight == 0\n)\n"
      }, {
        "record" : "haproxy:server_flaps:increase15m",
        "expr" : "increase(haproxy_server_check_up_down_total{backend!=\"\"}[15m])\n  - resets(haproxy_server_check_up_down_total{backend!=\"\"}[15m])\n"
      }, {
        "record" : "haproxy:server_events_down:increase15m",
        "expr" : "sum without (event, cause) (\n  (\n    increase(haproxy_server_events_total{event=\"down\",cause!=\"tracked_server_down\",backend!=\"\"}[15m])\n      and haproxy_server_events_total offset 15m\n  )\n  or\n  haproxy_server_events_total{event=\"down\",cause!=\"tracked_server_down\",backend!=\"\"}\n    unless haproxy_server_events_total offset 15m\n    and on (cluster, job, instance) (\n      haproxy_up offset 15m or time() - process_start_time_seconds < 900\n    )\n)\n"
      }, {
        "record" : "haproxy:backend_answers:rate5m",
        "expr" : "sum without (code) (rate(haproxy_backend_http_responses_total{backend!=\"\"}[5m]))"
      }, {
        "record" : "haproxy:backend_5xx:ratio_rate5m",
        "expr" : "sum without (code) (rate(haproxy_backend_http_responses_total{code=\"5xx\",backend!=\"\"}[5m]))\n  / haproxy:backend_answers:rate5m\n"
      }, {
        "record" : "haproxy:backend_5xx:ratio_rate1m",
        "expr" : "sum without (code) (rate(haproxy_backend_http_responses_total{code=\"5xx\",backend!=\"\"}[1m]))\n  / sum without (code) (rate(haproxy_backend_http_responses_total{backend!=\"\"}[1m]))\n"
      }, {
        "record" : "haproxy:server_5xx:ratio_rate5m",
        "expr" : "sum without (code) (rate(haproxy_server_http_responses_total{code=\"5xx\",backend!=\"\"}[5m]))\n  / sum without (code) (rate(haproxy_server_http_responses_total{backend!=\"\"}[5m]))\n"
      }, {
        "record" : "haproxy:frontend_5xx:ratio_rate5m",
        "expr" : "sum without (code) (rate(haproxy_frontend_http_responses_total{code=\"5xx\",frontend!=\"\"}[5m]))\n  / sum without (code) (rate(haproxy_frontend_http_responses_total{frontend!=\"\"}[5m]))\n"
      }, {
        "record" : "haproxy:frontend_own_5xx:rate5m",
        "expr" : "sum by (cluster, job, instance, haproxy) (\n  rate(haproxy_frontend_http_responses_total{code=\"5xx\",frontend!=\"\"}[5m])\n)\n- (\n  sum by (cluster, job, instance, haproxy) (\n    rate(haproxy_backend_http_responses_total{code=\"5xx\",backend!=\"\"}[5m])\n  )\n  or\n  0 * sum by (cluster, job, instance, haproxy) (\n    rate(haproxy_frontend_http_responses_total{code=\"5xx\",frontend!=\"\"}[5m])\n  )\n)\n"
      }, {
        "record" : "haproxy:backend_queue:sum",
        "expr" : "haproxy_backend_current_queue{backend!=\"\"}\n  + sum without (server) (haproxy_server_current_queue{backend!=\"\"})\n"
      }, {
        "record" : "haproxy:fleet_frontend_sessions:rate10m",
        "expr" : "sum by (cluster, job, frontend) (rate(haproxy_frontend_sessions_total{frontend!=\"\"}[10m]))"
      }, {
        "record" : "haproxy:fleet_server:balancers",
        "expr" : "count by (cluster, job, backend, server) (haproxy_server_status{state=~\"UP|DOWN\",backend!=\"\"} == 1)\n"
      }, {
        "record" : "haproxy:fleet_server:down",
        "expr" : "count by (cluster, job, backend, server) (haproxy:server_down)"
      }, {
        "record" : "haproxy:fleet_backend:balancers",
        "expr" : "count by (cluster, job, backend) (haproxy:backend_up)"
      } ]
    }, {
      "name" : "haproxy-sight",
      "rules" : [ {
        "alert" : "HAProxyScrapeFailed",
        "expr" : "haproxy_up == 0",
        "for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} cannot be read",
          "description" : "The exporter at {{ $labels.instance }} runs, but gets no complete answer from {{ with $labels.haproxy }}the HAProxy {{ . }}{{ else }}HAProxy{{ end }} {{- with printf \"topk(1, increase(haproxy_exporter_scrape_errors_total{cluster=%q,job=%q,instance=%q,haproxy=%q}[5m]) > 0)\" $labels.cluster $labels.job $labels.instance $labels.haproxy | query }} ({{ . | first | label \"kind\" }}){{ end }}. HAProxy is down, or its stats socket is. Until it is back nothing is known of its servers.",
          "next_step" : "haproxy-exporter status",
          "runbook_url" : $._config.runbook_url + "HAProxyScrapeFailed.md"
        }
      }, {
        "alert" : "HAProxyExporterMissing",
        "expr" : "max without (haproxy) (up{job=~\"(?i).*haproxy.*\"}) == 0\nor\nmax without (haproxy) (up) == 0\n  and on (cluster, job, instance) last_over_time(haproxy_exporter_build_info[1h])\nor\nup{job=~\"(?i).*haproxy.*\",haproxy!=\"\"} == 0\n  unless ignoring (haproxy) max without (haproxy) (up) == 0\n",
        "for" : "3m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "The exporter of HAProxy at {{ $labels.instance }} does not answer {{- with $labels.haproxy }} for {{ . }}{{ end }}",
          "description" : "Prometheus gets nothing from {{ $labels.instance }} (job {{ $labels.job }}) {{- with $labels.haproxy }} about the HAProxy {{ . }}{{ end }}. HAProxy itself may well be serving, but no alert about its servers can fire before the exporter is back.",
          "next_step" : "systemctl status haproxy-exporter",
          "runbook_url" : $._config.runbook_url + "HAProxyExporterMissing.md"
        }
      }, {
        "alert" : "HAProxyExporterMissing",
        "expr" : "max without (version, revision, javaversion) (last_over_time(haproxy_exporter_build_info[1h]))\n  unless on (cluster, job, instance) up\n",
        "for" : "3m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "The exporter of HAProxy at {{ $labels.instance }} was removed from Prometheus's targets",
          "description" : "{{ $labels.instance }} (job {{ $labels.job }}) answered within the last hour and is no target any more. If that was not intended, no alert about its servers can fire before it is back.",
          "next_step" : "systemctl status haproxy-exporter",
          "runbook_url" : $._config.runbook_url + "HAProxyExporterMissing.md"
        }
      }, {
        "alert" : "HAProxyScrapeUnstable",
        "expr" : "changes(haproxy_up[10m]) >= scalar(haproxy:threshold:scrape_changes)\nor\nchanges(up{job=~\"(?i).*haproxy.*\"}[10m]) >= scalar(haproxy:threshold:scrape_changes)\n",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Scrapes of HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} fail now and then",
          "description" : "HAProxy at {{ $labels.instance }} changed {{ $value | humanize }} times between readable and unreadable in the last 10 minutes. What happens in between is not seen, and alerts come late.",
          "next_step" : "haproxy-exporter status",
          "runbook_url" : $._config.runbook_url + "HAProxyScrapeUnstable.md"
        }
      }, {
        "alert" : "HAProxyRestarted",
        "expr" : "resets(haproxy_process_uptime_seconds[15m]) > 0\n  and on (cluster, job, instance, haproxy)\n    count_over_time(haproxy_up[15m]) - sum_over_time(haproxy_up[15m]) >= 2\n  and on (cluster, job, instance, haproxy)\n    abs(\n      haproxy_process_start_time_seconds\n      - on (cluster, job, instance, haproxy) max_over_time(timestamp(haproxy_up == 0)[15m:15s])\n    ) < 60\nor\nresets(haproxy_process_uptime_seconds[15m]) >= scalar(haproxy:threshold:starts)\n",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} was restarted",
          "description" : "HAProxy at {{ $labels.instance }} was started {{ $value | humanize }} time(s) in the last 15 minutes {{- with printf \"haproxy_process_start_time_seconds{cluster=%q,job=%q,instance=%q,haproxy=%q}\" $labels.cluster $labels.job $labels.instance $labels.haproxy | query }}, last at {{ . | first | value | humanizeTimestamp }}{{ end }}. This was no single reload: it could not be read in between, or it starts again and again. Its counters began at 0 and open connections were cut.",
          "next_step" : "journalctl -u haproxy --since -30min",
          "runbook_url" : $._config.runbook_url + "HAProxyRestarted.md"
        }
      } ]
    }, {
      "name" : "haproxy-servers",
      "rules" : [ {
        "alert" : "HAProxyServerDown",
        "expr" : "haproxy:server_down\n  unless on (cluster, job, instance, haproxy, backend, server) (\n    last_over_time(haproxy_server_info{tracks!=\"\",backend!=\"\"}[2m])\n    or\n    last_over_time(haproxy_server_down_info{check_status=\"\",reason=~\"follows .+\",backend!=\"\"}[2m])\n  )\n",
        "for" : "1m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} Server {{ $labels.server }} of backend {{ $labels.backend }} is DOWN on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} {{- with printf \"haproxy_server_down_info{%s,server=%q}\" $be $labels.server | query -}} : {{ . | first | label \"reason\" }}{{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} HAProxy sends nothing to server {{ $labels.server }} of backend {{ $labels.backend }} {{- with printf \"round(time() - haproxy_server_check_last_change_seconds{%s,server=%q})\" $be $labels.server | query }} since {{ . | first | value | humanizeTimestamp }}{{ end }} {{- with printf \"haproxy_server_check_last_change_seconds{%s,server=%q}\" $be $labels.server | query }} ({{ . | first | value | humanizeDuration }}){{ end }}. {{- with printf \"haproxy_server_down_info{%s,server=%q}\" $be $labels.server | query }} Its check says {{ . | first | label \"reason\" }} {{- $code := . | first | label \"check_code\" }} {{- with . | first | label \"check_status\" }} (status {{ . }}{{ with $code }}, code {{ . }}{{ end }}) {{- end }}. {{- else }} HAProxy gives no reason. {{- end }} {{- with printf \"haproxy_backend_servers{%s,state=\\\"UP\\\"}\" $be | query }} Left in {{ $labels.backend }}: {{ . | first | value }} {{- with printf \"sum(haproxy_backend_servers{%s})\" $be | query }} of {{ . | first | value }}{{ end }} servers.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerDown.md"
        }
      }, {
        "alert" : "HAProxyServerFlapping",
        "expr" : "round(haproxy:server_events_down:increase15m) >= scalar(haproxy:threshold:server_flaps)\nor\nround(haproxy:server_flaps:increase15m) >= scalar(haproxy:threshold:server_flaps)\nand increase(haproxy_server_check_failures_total[15m]) >= scalar(haproxy:threshold:server_flaps)\n",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Server {{ $labels.server }} of backend {{ $labels.backend }} is flapping on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend $labels.server -}} Server {{ $labels.server }} of backend {{ $labels.backend }} went DOWN {{ $value }} times in the last 15 minutes, so clients see errors in bursts. {{- with printf \"topk(1, max_over_time(timestamp(haproxy_server_down_info{%s})[15m:15s]))\" $srv | query }} The last outage that a scrape saw: {{ . | first | label \"reason\" }}.{{ end }} {{- with printf \"haproxy_server_check_fall{%s}\" $srv | query }} It falls after {{ . | first | value }} failed check(s) {{- with printf \"haproxy_server_check_rise{%s}\" $srv | query }} and returns after {{ . | first | value }} good one(s){{ end }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerFlapping.md"
        }
      }, {
        "alert" : "HAProxyServerFailingChecks",
        "expr" : "(\n  haproxy_server_check_health{backend!=\"\"} < haproxy_server_check_rise + haproxy_server_check_fall - 1\n    and increase(haproxy_server_check_failures_total[5m]) > 0\n  or\n  increase(haproxy_server_check_failures_total{backend!=\"\"}[10m]) >= scalar(haproxy:threshold:check_failures)\n)\nand ignoring (state) haproxy_server_status{state=\"UP\"} == 1\nunless haproxy:server_flaps:increase15m > 0\n",
        "for" : "1m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Server {{ $labels.server }} of backend {{ $labels.backend }} is UP but fails checks on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend $labels.server -}} Server {{ $labels.server }} of backend {{ $labels.backend }} still serves, but {{ with printf \"increase(haproxy_server_check_failures_total{%s}[10m])\" $srv | query -}} {{ . | first | value | printf \"%.0f\" }}{{ else }}some{{ end }} of its checks failed in the last 10 minutes {{- with printf \"haproxy_server_check_health{%s}\" $srv | query }} and its score is {{ . | first | value }} {{- with printf \"haproxy_server_check_rise{%s} + haproxy_server_check_fall{%s} - 1\" $srv $srv | query }} of {{ . | first | value }}{{ end -}} {{ end -}} {{ with printf \"haproxy_server_check_rise{%s}\" $srv | query -}} ; below {{ . | first | value }} it is DOWN{{ end }}.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerFailingChecks.md"
        }
      }, {
        "alert" : "HAProxyHealthCheckSlow",
        "expr" : "avg_over_time(haproxy_server_check_duration_seconds{backend!=\"\"}[5m])\n  > scalar(haproxy:threshold:check_duration_seconds)\nand ignoring (state) haproxy_server_status{state=\"UP\"} == 1\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Health checks of server {{ $labels.server }} of backend {{ $labels.backend }} take {{ $value | humanizeDuration }} on {{ $labels.instance }} {{- with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Server {{ $labels.server }} of backend {{ $labels.backend }} needs {{ $value | humanizeDuration }} on average to answer its health check. When that reaches the check's time-out (`timeout check`, else `inter`) the server goes DOWN with L4TOUT, L6TOUT or L7TOUT although it works.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyHealthCheckSlow.md"
        }
      }, {
        "alert" : "HAProxyServerInMaintenanceTooLong",
        "expr" : "haproxy_server_status{state=~\"MAINT|DRAIN\",backend!=\"\"} == 1\nand haproxy_server_status{state=~\"MAINT|DRAIN\",backend!=\"\"} offset 1h == 1\nand ignoring (state)\n  haproxy_server_check_last_change_seconds > scalar(haproxy:threshold:maintenance_seconds)\nand ignoring (state) haproxy_server_sessions_total > 0\nunless on (cluster, job, instance, haproxy, backend, server)\n  haproxy_server_out_of_service_info{cause=\"resolution\"} == 1\n",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Server {{ $labels.server }} of backend {{ $labels.backend }} is still in {{ $labels.state }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend $labels.server -}} Server {{ $labels.server }} of backend {{ $labels.backend }} is {{ if eq $labels.state \"DRAIN\" }}drained{{ else }}in maintenance{{ end }} and has had no new clients {{- with printf \"haproxy_server_check_last_change_seconds{%s}\" $srv | query }} for {{ . | first | value | humanizeDuration }}{{ end }}. Was it forgotten?",
          "next_step" : "haproxy-exporter server enable '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerInMaintenanceTooLong.md"
        }
      }, {
        "alert" : "HAProxyServerUnresolved",
        "expr" : "haproxy:server_unresolved",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "The name of server {{ $labels.server }} of backend {{ $labels.backend }} does not resolve on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend $labels.server -}} HAProxy sends nothing to server {{ $labels.server }} of backend {{ $labels.backend }}, because the DNS has no address {{- with printf \"haproxy_server_info{%s}\" $srv | query }} for {{ . | first | label \"fqdn\" }}{{ end }}. It served before.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerUnresolved.md"
        }
      }, {
        "alert" : "HAProxyServerUnchecked",
        "expr" : "count without (server, state) (\n  haproxy_server_status{state=\"UP\",backend!=\"\"} == 1\n    and on (cluster, job, instance, haproxy, backend, server) haproxy_server_info{tracks=\"\"}\n    unless ignoring (state) haproxy_server_check_rise >= 0\n    unless on (cluster, job, instance, haproxy, backend, server) haproxy_server_agent_status == 1\n)\n",
        "for" : "1h",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{ $value }} server(s) of backend {{ $labels.backend }} have no health check on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "HAProxy does not check {{ $value }} server(s) of backend {{ $labels.backend }} and calls them UP whatever happens: when one fails, its clients get errors and no alert names it.",
          "next_step" : "haproxy-exporter lint /etc/haproxy/haproxy.cfg",
          "runbook_url" : $._config.runbook_url + "HAProxyServerUnchecked.md"
        }
      } ]
    }, {
      "name" : "haproxy-backends",
      "rules" : [ {
        "record" : "haproxy:backend_outage",
        "expr" : "haproxy:backend_down\nand on (cluster, job, instance, haproxy, backend) (\n  max_over_time(haproxy_backend_servers{state=\"DOWN\",backend!=\"\"}[2m]) > 0\n  or haproxy:backend_servers_lost > 0\n  or increase(haproxy_backend_http_responses_total{code=\"5xx\",backend!=\"\"}[2m]) > 0\n  or increase(haproxy_backend_connection_errors_total{backend!=\"\"}[2m]) > 0\n  or ALERTS{alertname=\"HAProxyBackendDown\",alertstate=\"firing\"}\n)\n"
      }, {
        "alert" : "HAProxyBackendDown",
        "expr" : "haproxy:backend_outage",
        "for" : "30s",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} Backend {{ $labels.backend }} is DOWN on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}: no server is left {{- with printf \"increase(haproxy_backend_http_responses_total{%s,code=\\\"5xx\\\"}[2m]) > 0\" $be | query -}} , clients get 503{{ else }} {{- with printf \"increase(haproxy_backend_connection_errors_total{%s}[2m]) > 0\" $be | query -}} , clients are disconnected{{ end }}{{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} No server of backend {{ $labels.backend }} is left {{- with printf \"round(time() - haproxy_backend_check_last_change_seconds{%s})\" $be | query }} since {{ . | first | value | humanizeTimestamp }}{{ end }} {{- with printf \"haproxy_backend_check_last_change_seconds{%s}\" $be | query }} ({{ . | first | value | humanizeDuration }}){{ end }}. Unless the configuration sends its clients elsewhere (`nbsrv`, `use_backend`), they get 503, in TCP mode a closed connection. {{- with printf \"haproxy_backend_servers{%s} > 0\" $be | query | sortByLabel \"state\" }} Its servers:{{ range $i, $s := . }}{{ if $i }},{{ end }} {{ $s.Value }} {{ $s.Labels.state }}{{ end }}. {{- end }} {{- with printf \"haproxy_server_down_info{%s}\" $be | query | sortByLabel \"server\" }} Why:{{ range $i, $s := . }}{{ if lt $i 3 }}{{ if $i }};{{ end }} {{ $s.Labels.server }}: {{ $s.Labels.reason }}{{ end }}{{ end }}{{ if gt (len .) 3 }} and so on{{ end }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendDown.md"
        }
      }, {
        "alert" : "HAProxyBackendInMaintenance",
        "expr" : "haproxy:backend_up == 0\nunless ignoring (state) haproxy_backend_servers{state=\"DOWN\"} > 0\nunless haproxy:backend_outage\n",
        "for" : "15m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Every server of backend {{ $labels.backend }} is taken out on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} Backend {{ $labels.backend }} has no server left, though none of them failed {{- with printf \"haproxy_backend_servers{%s} > 0\" $be | query | sortByLabel \"state\" -}} :{{ range $i, $s := . }}{{ if $i }},{{ end }} {{ $s.Value }} {{ $s.Labels.state }}{{ end }}{{ end }}. Somebody put them into maintenance or drained them, or their names do not resolve. Clients that ask for it get 503.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendInMaintenance.md"
        }
      }, {
        "alert" : "HAProxyBackendDegraded",
        "expr" : "haproxy:backend_servers_lost / last_over_time(haproxy:backend_servers_wanted[2m])\n  >= 1 - scalar(haproxy:threshold:backend_degraded_ratio)\nand haproxy:backend_servers_lost < last_over_time(haproxy:backend_servers_wanted[2m])\n",
        "for" : "1m",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} Backend {{ $labels.backend }} is left with {{ with printf \"last_over_time(haproxy:backend_servers_wanted{%s}[2m]) - haproxy:backend_servers_lost{%s}\" $be $be | query }}{{ . | first | value }}{{ end }} {{- with printf \"last_over_time(haproxy:backend_servers_wanted{%s}[2m])\" $be | query }} of {{ . | first | value }}{{ end }} active servers on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} {{ $value | humanizePercentage }} of the active servers of backend {{ $labels.backend }} have failed; those in maintenance are not counted. The rest carry their load, and the next failure may be an outage. {{- with printf \"haproxy_server_down_info{%s}\" $be | query | sortByLabel \"server\" }} Why:{{ range $i, $s := . }}{{ if lt $i 3 }}{{ if $i }};{{ end }} {{ $s.Labels.server }}: {{ $s.Labels.reason }}{{ end }}{{ end }}{{ if gt (len .) 3 }} and so on{{ end }}.{{ end }} {{- with printf \"count(haproxy:server_unresolved{%s})\" $be | query }} {{ . | first | value }} server(s) have a name that does not resolve.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendDegraded.md"
        }
      }, {
        "alert" : "HAProxyBackendOnBackup",
        "expr" : "last_over_time(haproxy_backend_backup_servers{backend!=\"\"}[2m]) > 0\nand haproxy:backend_servers_lost >= last_over_time(haproxy:backend_servers_wanted[2m])\nunless haproxy:backend_down\n",
        "for" : "1m",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "Backend {{ $labels.backend }} runs on its backup servers alone on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} No active server of backend {{ $labels.backend }} is left {{- with printf \"last_over_time(haproxy:backend_servers_wanted{%s}[2m])\" $be | query }} of {{ . | first | value }}{{ end }}; {{ $value }} backup server(s) can serve (only the first one does, unless `option allbackups` is set). {{- with printf \"haproxy_server_down_info{%s}\" $be | query | sortByLabel \"server\" }} Why:{{ range $i, $s := . }}{{ if lt $i 3 }}{{ if $i }};{{ end }} {{ $s.Labels.server }}: {{ $s.Labels.reason }}{{ end }}{{ end }}{{ if gt (len .) 3 }} and so on{{ end }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendOnBackup.md"
        }
      } ]
    }, {
      "name" : "haproxy-fleet",
      "rules" : [ {
        "alert" : "HAProxyBackendDownOnAllBalancers",
        "expr" : "count by (cluster, job, backend) (haproxy:backend_outage)\n  >= (haproxy:fleet_backend:balancers > 1)\n",
        "for" : "15s",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "Backend {{ $labels.backend }} is DOWN on all {{ $value }} balancers {{- with $labels.cluster }} of {{ . }}{{ end }}: no server is left",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,backend=%q\" $labels.cluster $labels.job $labels.backend -}} All {{ $value }} balancers of job {{ $labels.job }} have no server left for backend {{ $labels.backend }}: it is the servers, or what they share, and not the way to them. {{- with printf \"count by (server, reason) (haproxy_server_down_info{%s})\" $be | query | sortByLabel \"server\" }} Why:{{ range $i, $s := . }}{{ if lt $i 3 }}{{ if $i }};{{ end }} {{ $s.Labels.server }}: {{ $s.Labels.reason }}{{ end }}{{ end }}{{ if gt (len .) 3 }} and so on{{ end }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendDownOnAllBalancers.md"
        }
      }, {
        "alert" : "HAProxyBackendDegradedOnAllBalancers",
        "expr" : "count by (cluster, job, backend) (\n  haproxy:backend_servers_lost / last_over_time(haproxy:backend_servers_wanted[2m])\n    >= 1 - scalar(haproxy:threshold:backend_degraded_ratio)\n  unless haproxy:backend_down\n)\n  >= (haproxy:fleet_backend:balancers > 1)\n",
        "for" : "30s",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{- $be := printf \"cluster=%q,job=%q,backend=%q\" $labels.cluster $labels.job $labels.backend -}} Backend {{ $labels.backend }} is left with {{ with printf \"min(last_over_time(haproxy:backend_servers_wanted{%s}[2m]) - haproxy:backend_servers_lost{%s})\" $be $be | query }}{{ . | first | value }}{{ end }} {{- with printf \"max(last_over_time(haproxy:backend_servers_wanted{%s}[2m]))\" $be | query }} of {{ . | first | value }}{{ end }} active servers on all {{ $value }} balancers{{ with $labels.cluster }} of {{ . }}{{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,backend=%q\" $labels.cluster $labels.job $labels.backend -}} All {{ $value }} balancers of job {{ $labels.job }} have lost half or more of the active servers of backend {{ $labels.backend }}: it is the servers, and not the way to them. The rest carry their load, and the next failure may be an outage. {{- with printf \"count by (server, reason) (haproxy_server_down_info{%s})\" $be | query | sortByLabel \"server\" }} Why:{{ range $i, $s := . }}{{ if lt $i 3 }}{{ if $i }};{{ end }} {{ $s.Labels.server }}: {{ $s.Labels.reason }}{{ end }}{{ end }}{{ if gt (len .) 3 }} and so on{{ end }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendDegradedOnAllBalancers.md"
        }
      }, {
        "alert" : "HAProxyServerDownOnAllBalancers",
        "expr" : "haproxy:fleet_server:down >= (haproxy:fleet_server:balancers > 1)",
        "for" : "30s",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Server {{ $labels.server }} of backend {{ $labels.backend }} is DOWN on all {{ $value }} balancers {{- with $labels.cluster }} of {{ . }}{{ end }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.backend $labels.server -}} All {{ $value }} balancers of job {{ $labels.job }} find server {{ $labels.server }} of backend {{ $labels.backend }} DOWN: it is the server, and not the way to it. {{- with printf \"topk(1, count by (reason) (haproxy_server_down_info{%s}))\" $srv | query }} Most checks say {{ . | first | label \"reason\" }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerDownOnAllBalancers.md"
        }
      }, {
        "alert" : "HAProxyServerDownOnSomeBalancers",
        "expr" : "haproxy:fleet_server:down < (haproxy:fleet_server:balancers > 1)",
        "for" : "1m",
        "keep_firing_for" : "1m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{- $srv := printf \"cluster=%q,job=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.backend $labels.server -}} Server {{ $labels.server }} of backend {{ $labels.backend }} is DOWN on {{ $value }} {{- with printf \"haproxy:fleet_server:balancers{%s}\" $srv | query }} of {{ . | first | value }}{{ end }} balancers{{ with $labels.cluster }} of {{ . }}{{ end }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.backend $labels.server -}} Other balancers reach server {{ $labels.server }} of backend {{ $labels.backend }}: it is the way from {{- with printf \"haproxy:server_down{%s}\" $srv | query | sortByLabel \"instance\" }} {{- range $i, $s := . }}{{ if lt $i 3 }}{{ if $i }},{{ end }} {{ $s.Labels.instance }} {{- with $s.Labels.haproxy }} ({{ . }}){{ end }}{{ end }}{{ end }} {{- if gt (len .) 3 }} and so on{{ end }}{{ end }} to it (network, firewall, configuration), and not the server. {{- with printf \"topk(1, count by (reason) (haproxy_server_down_info{%s}))\" $srv | query }} Most checks say {{ . | first | label \"reason\" }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerDownOnSomeBalancers.md"
        }
      } ]
    }, {
      "name" : "haproxy-traffic",
      "rules" : [ {
        "alert" : "HAProxyBackendErrorRate",
        "expr" : "haproxy:backend_5xx:ratio_rate5m > scalar(haproxy:threshold:backend_5xx_ratio)\nand ignoring (code)\n  increase(haproxy_backend_http_responses_total{code=\"5xx\"}[5m]) >= scalar(haproxy:threshold:errors)\nunless haproxy:backend_down\nunless (\n  max_over_time(haproxy:backend_down[6m])\n  unless haproxy:backend_5xx:ratio_rate1m > scalar(haproxy:threshold:backend_5xx_ratio)\n)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{ $value | humanizePercentage }} of the answers of backend {{ $labels.backend }} are 5xx on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} Clients of backend {{ $labels.backend }} got 5xx for {{ $value | humanizePercentage }} of {{- with printf \"haproxy:backend_answers:rate5m{%s}\" $be | query }} {{ . | first | value | printf \"%.1f\" }}{{ end }} answers per second in the last 5 minutes. {{- with printf \"topk(1, rate(haproxy_server_http_responses_total{%s,code=\\\"5xx\\\"}[5m]) > 0)\" $be | query }} Most of the servers' own come from {{ . | first | label \"server\" }}. {{- else }} None came from a server: HAProxy made them itself. {{- end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendErrorRate.md"
        }
      }, {
        "alert" : "HAProxyServerErrorRate",
        "expr" : "haproxy:server_5xx:ratio_rate5m > scalar(haproxy:threshold:server_5xx_ratio)\nand ignoring (code)\n  increase(haproxy_server_http_responses_total{code=\"5xx\"}[5m]) >= scalar(haproxy:threshold:errors)\nunless ignoring (state) (\n  max_over_time(haproxy:server_down[6m])\n  unless ignoring (state, code)\n    increase(haproxy_server_http_responses_total{code=\"5xx\"}[1m]) > 0\n)\nunless ignoring (state) haproxy:server_down\n",
        "for" : "2m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{ $value | humanizePercentage }} of the answers of server {{ $labels.server }} of backend {{ $labels.backend }} are 5xx on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} Server {{ $labels.server }} of backend {{ $labels.backend }} answers 5xx and still passes its health check. {{- with printf \"haproxy:backend_5xx:ratio_rate5m{%s}\" $be | query }} Of the whole backend's answers {{ . | first | value | humanizePercentage }} are 5xx.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerErrorRate.md"
        }
      }, {
        "alert" : "HAProxyFrontendErrorRate",
        "expr" : "haproxy:frontend_5xx:ratio_rate5m > scalar(haproxy:threshold:backend_5xx_ratio)\nand ignoring (code)\n  increase(haproxy_frontend_http_responses_total{code=\"5xx\"}[5m]) >= scalar(haproxy:threshold:errors)\nand ignoring (code)\n  rate(haproxy_frontend_http_responses_total{code=\"5xx\"}[5m]) / 2\n    < on (cluster, job, instance, haproxy) group_left () haproxy:frontend_own_5xx:rate5m\n",
        "for" : "2m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{ $value | humanizePercentage }} of the answers of frontend {{ $labels.frontend }} are 5xx on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Clients of frontend {{ $labels.frontend }} got 5xx for {{ $value | humanizePercentage }} of their requests in the last 5 minutes, and no backend counts them: no backend was chosen (no `default_backend`, no rule that applies), or a rule of the frontend answers so.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxyFrontendErrorRate.md"
        }
      }, {
        "alert" : "HAProxyFrontendPaused",
        "expr" : "haproxy_frontend_status{state=\"DOWN\",frontend!=\"\"} == 1",
        "for" : "2m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "Frontend {{ $labels.frontend }} accepts no connections on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Frontend {{ $labels.frontend }} is paused or stopped (`disable frontend`, `shutdown frontend`): clients cannot connect to it.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxyFrontendPaused.md"
        }
      }, {
        "alert" : "HAProxyBackendConnectionsFailing",
        "expr" : "rate(haproxy_backend_connection_errors_total{backend!=\"\"}[5m])\n  / rate(haproxy_backend_sessions_total{backend!=\"\"}[5m])\n  > scalar(haproxy:threshold:connection_errors_ratio)\nand increase(haproxy_backend_connection_errors_total[5m]) >= scalar(haproxy:threshold:errors)\nunless ignoring (code) haproxy_backend_http_responses_total{code=\"2xx\"} >= 0\nunless haproxy:backend_down\nunless (\n  max_over_time(haproxy:backend_down[6m])\n  unless increase(haproxy_backend_connection_errors_total[1m]) > 0\n)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "{{ $value | humanizePercentage }} of the connections to backend {{ $labels.backend }} fail on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} HAProxy cannot connect {{ $value | humanizePercentage }} of the sessions of backend {{ $labels.backend }} to a server: these clients are disconnected. {{- with printf \"topk(1, rate(haproxy_server_connection_errors_total{%s}[5m]) > 0)\" $be | query }} Most failed at server {{ . | first | label \"server\" }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendConnectionsFailing.md"
        }
      }, {
        "alert" : "HAProxyConnectionErrors",
        "expr" : "rate(haproxy_server_connection_errors_total{backend!=\"\"}[5m])\n  / rate(haproxy_server_sessions_total{backend!=\"\"}[5m])\n  > scalar(haproxy:threshold:connection_errors_ratio)\nand increase(haproxy_server_connection_errors_total[5m]) >= scalar(haproxy:threshold:errors)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} fails to connect to server {{ $labels.server }} of backend {{ $labels.backend }}",
          "description" : "{{- $srv := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q,server=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend $labels.server -}} {{ with printf \"rate(haproxy_server_connection_errors_total{%s}[5m])\" $srv | query -}} {{ . | first | value | printf \"%.2f\" }}{{ end }} connections per second ({{ $value | humanizePercentage }}) from HAProxy to server {{ $labels.server }} of backend {{ $labels.backend }} fail: refused, timed out, or no local port or file descriptor left.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyConnectionErrors.md"
        }
      }, {
        "alert" : "HAProxyServerResponseErrors",
        "expr" : "rate(haproxy_server_response_errors_total{backend!=\"\"}[5m])\n  / rate(haproxy_server_sessions_total{backend!=\"\"}[5m])\n  > scalar(haproxy:threshold:response_errors_ratio)\nand increase(haproxy_server_response_errors_total[5m]) >= scalar(haproxy:threshold:errors)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{ $value | humanizePercentage }} of the answers of server {{ $labels.server }} of backend {{ $labels.backend }} are broken on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Server {{ $labels.server }} of backend {{ $labels.backend }} closed the connection, did not answer in time, or sent no valid answer for {{ $value | humanizePercentage }} of its sessions. Clients get 502 or 504.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}/{{ reReplaceAll \"'\" \"_\" $labels.server }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyServerResponseErrors.md"
        }
      }, {
        "alert" : "HAProxyFrontendRequestErrors",
        "expr" : "rate(haproxy_frontend_request_errors_total{frontend!=\"\"}[5m])\n  / rate(haproxy_frontend_sessions_total{frontend!=\"\"}[5m])\n  > scalar(haproxy:threshold:request_errors_ratio)\nand rate(haproxy_frontend_request_errors_total[5m]) > scalar(haproxy:threshold:request_errors_per_second)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{ $value | humanizePercentage }} of the sessions of frontend {{ $labels.frontend }} send a bad request on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Clients of frontend {{ $labels.frontend }} send requests that HAProxy cannot read, or break off or time out before the request is complete: {{ $value | humanizePercentage }} of the sessions of the last 5 minutes.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxyFrontendRequestErrors.md"
        }
      }, {
        "alert" : "HAProxyFrontendTrafficLost",
        "expr" : "haproxy:fleet_frontend_sessions:rate10m\n  < scalar(haproxy:threshold:traffic_left_ratio)\n    * avg_over_time(haproxy:fleet_frontend_sessions:rate10m[1h] offset 10m)\nand haproxy:fleet_frontend_sessions:rate10m\n  < scalar(haproxy:threshold:traffic_left_ratio) * (\n    haproxy:fleet_frontend_sessions:rate10m offset 1d > scalar(haproxy:threshold:traffic_per_second)\n  )\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{- $fe := printf \"cluster=%q,job=%q,frontend=%q\" $labels.cluster $labels.job $labels.frontend -}} Frontend {{ $labels.frontend }} has lost its clients {{- with $labels.cluster }} in {{ . }}{{ end }}: {{ $value | printf \"%.2f\" }} sessions per second {{- with printf \"haproxy:fleet_frontend_sessions:rate10m{%s} offset 1d\" $fe | query }}, yesterday {{ . | first | value | printf \"%.2f\" }}{{ end }}",
          "description" : "All balancers of job {{ $labels.job }} together get {{ $value | printf \"%.2f\" }} sessions per second on frontend {{ $labels.frontend }}, a tenth or less of the hour before and of the same time yesterday. HAProxy is well: look at what is in front of it (DNS, address, network, CDN).",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxyFrontendTrafficLost.md"
        }
      }, {
        "alert" : "HAProxyRetries",
        "expr" : "rate(haproxy_backend_retry_warnings_total{backend!=\"\"}[5m])\n  / rate(haproxy_backend_sessions_total{backend!=\"\"}[5m])\n  > scalar(haproxy:threshold:retry_ratio)\nand rate(haproxy_backend_retry_warnings_total[5m]) > scalar(haproxy:threshold:retries_per_second)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} repeats {{ $value | humanizePercentage }} of its connections to backend {{ $labels.backend }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} For {{ $value | humanizePercentage }} of the sessions of backend {{ $labels.backend }} HAProxy had to try the connection again. Clients wait longer, and get 503 once the retries are used up. {{- with printf \"topk(1, rate(haproxy_server_retry_warnings_total{%s}[5m]) > 0)\" $be | query }} Most were for server {{ . | first | label \"server\" }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyRetries.md"
        }
      }, {
        "alert" : "HAProxyQueueing",
        "expr" : "avg_over_time(haproxy:backend_queue:sum[5m]) > scalar(haproxy:threshold:queued_requests)",
        "for" : "1m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "{{ $value | printf \"%.0f\" }} requests wait for a server of backend {{ $labels.backend }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "On average {{ $value | printf \"%.1f\" }} requests waited for a free server of backend {{ $labels.backend }} in the last 5 minutes: its servers are at their maxconn. Requests that wait longer than `timeout queue` get 503.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyQueueing.md"
        }
      }, {
        "alert" : "HAProxyQueueTime",
        "expr" : "haproxy_backend_http_queue_time_average_seconds{backend!=\"\"} > scalar(haproxy:threshold:queue_seconds)\nand rate(haproxy_backend_sessions_total[5m]) > scalar(haproxy:threshold:backend_answers_per_second)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Requests wait {{ $value | humanizeDuration }} for a server of backend {{ $labels.backend }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "On average the last requests of backend {{ $labels.backend }} waited {{ $value | humanizeDuration }} in HAProxy's queue before a server took them: its servers are at their maxconn.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyQueueTime.md"
        }
      }, {
        "alert" : "HAProxyBackendSlow",
        "expr" : "haproxy_backend_http_response_time_average_seconds{backend!=\"\"} > scalar(haproxy:threshold:response_seconds)\nand rate(haproxy_backend_sessions_total[5m]) > scalar(haproxy:threshold:backend_answers_per_second)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Backend {{ $labels.backend }} answers after {{ $value | humanizeDuration }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "{{- $be := printf \"cluster=%q,job=%q,instance=%q,haproxy=%q,backend=%q\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.backend -}} The servers of backend {{ $labels.backend }} need {{ $value | humanizeDuration }} on average to answer (last 512 requests). {{- with printf \"topk(1, haproxy_server_http_response_time_average_seconds{%s})\" $be | query }} The slowest is {{ . | first | label \"server\" }} with {{ . | first | value | humanizeDuration }}.{{ end }}",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyBackendSlow.md"
        }
      }, {
        "alert" : "HAProxySessionsNearLimit",
        "expr" : "haproxy_frontend_current_sessions{frontend!=\"\"} / (haproxy_frontend_limit_sessions{frontend!=\"\"} > 0)\n  > scalar(haproxy:threshold:sessions_ratio)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning",
          "object" : "frontend"
        },
        "annotations" : {
          "summary" : "Frontend {{ $labels.frontend }} uses {{ $value | humanizePercentage }} of its sessions on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Frontend {{ $labels.frontend }} is at {{ $value | humanizePercentage }} of its `maxconn`. At 100 % new clients wait in the kernel's queue and then time out.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxySessionsNearLimit.md"
        }
      }, {
        "alert" : "HAProxySessionsNearLimit",
        "expr" : "haproxy_server_current_sessions{backend!=\"\"}\n  / (haproxy_server_limit_sessions{backend!=\"\"} >= scalar(haproxy:threshold:server_limit))\n  > scalar(haproxy:threshold:sessions_ratio)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning",
          "object" : "server"
        },
        "annotations" : {
          "summary" : "Server {{ $labels.server }} of backend {{ $labels.backend }} uses {{ $value | humanizePercentage }} of its sessions on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Server {{ $labels.server }} of backend {{ $labels.backend }} is at {{ $value | humanizePercentage }} of its `maxconn`. At 100 % requests for it wait in HAProxy's queue.",
          "next_step" : "haproxy-exporter diagnose '{{ reReplaceAll \"'\" \"_\" $labels.backend }}'",
          "runbook_url" : $._config.runbook_url + "HAProxySessionsNearLimit.md"
        }
      }, {
        "alert" : "HAProxySessionsNearLimit",
        "expr" : "haproxy_process_current_connections / (haproxy_process_max_connections > 0)\n  > scalar(haproxy:threshold:sessions_ratio)\n",
        "for" : "2m",
        "labels" : {
          "severity" : "warning",
          "object" : "process"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} uses {{ $value | humanizePercentage }} of its connections",
          "description" : "The process is at {{ $value | humanizePercentage }} of its global `maxconn`. At 100 % it accepts no new client on any frontend, and its own stats page and health endpoints stop answering too.",
          "next_step" : "echo \"show info\" | socat - /run/haproxy/admin.sock | grep -E '^(Curr|Max|Hard_max)(Ssl)?[Cc]onns?:'",
          "runbook_url" : $._config.runbook_url + "HAProxySessionsNearLimit.md"
        }
      }, {
        "alert" : "HAProxyDeniedRequests",
        "expr" : "rate(haproxy_frontend_requests_denied_total{frontend!=\"\"}[5m])\n  / rate(haproxy_frontend_http_requests_total{frontend!=\"\"}[5m])\n  > scalar(haproxy:threshold:denied_ratio)\nand rate(haproxy_frontend_requests_denied_total[5m]) > scalar(haproxy:threshold:denied_per_second)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Frontend {{ $labels.frontend }} denies {{ $value | humanizePercentage }} of its requests on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "The rules of frontend {{ $labels.frontend }} (`http-request deny` and the like) turned away {{ $value | humanizePercentage }} of its requests in the last 5 minutes: an attack, or a new rule that hits real clients.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxyDeniedRequests.md"
        }
      }, {
        "alert" : "HAProxyDeniedRequests",
        "expr" : "rate(haproxy_backend_requests_denied_total{backend!=\"\"}[5m])\n  / rate(haproxy_backend_sessions_total{backend!=\"\"}[5m])\n  > scalar(haproxy:threshold:denied_ratio)\nand rate(haproxy_backend_requests_denied_total[5m]) > scalar(haproxy:threshold:denied_per_second)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning",
          "object" : "backend"
        },
        "annotations" : {
          "summary" : "Backend {{ $labels.backend }} denies {{ $value | humanizePercentage }} of its requests on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "The rules of backend {{ $labels.backend }} (`http-request deny` and the like) turned away {{ $value | humanizePercentage }} of its requests in the last 5 minutes: an attack, or a new rule that hits real clients.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.backend }} 2 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,8,11,18,40-45",
          "runbook_url" : $._config.runbook_url + "HAProxyDeniedRequests.md"
        }
      }, {
        "alert" : "HAProxyDeniedRequests",
        "expr" : "rate(haproxy_frontend_denied_connections_total{frontend!=\"\"}[5m])\n  / rate(haproxy_frontend_connections_total{frontend!=\"\"}[5m])\n  > scalar(haproxy:threshold:denied_ratio)\nand rate(haproxy_frontend_denied_connections_total[5m]) > scalar(haproxy:threshold:denied_per_second)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning",
          "object" : "connections"
        },
        "annotations" : {
          "summary" : "Frontend {{ $labels.frontend }} denies {{ $value | humanizePercentage }} of its connections on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "The rules of frontend {{ $labels.frontend }} (`tcp-request connection reject`) turned away {{ $value | humanizePercentage }} of its connections in the last 5 minutes: an attack, or a new rule that hits real clients.",
          "next_step" : "echo \"show stat {{ reReplaceAll \"[^A-Za-z0-9_.:-]\" \"_\" $labels.frontend }} 1 -1\" | socat - /run/haproxy/admin.sock | cut -d, -f1,2,5,7,8,11,13,18,40-45,82",
          "runbook_url" : $._config.runbook_url + "HAProxyDeniedRequests.md"
        }
      } ]
    }, {
      "name" : "haproxy-process",
      "rules" : [ {
        "alert" : "HAProxyDroppedLogs",
        "expr" : "increase(haproxy_process_dropped_logs_total[5m]) > scalar(haproxy:threshold:dropped_logs)",
        "for" : "10m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} loses log lines",
          "description" : "{{ $value | printf \"%.0f\" }} log lines were dropped in the last 5 minutes, and more before, because the log's receiver did not take them. What happened then cannot be looked up later.",
          "next_step" : "journalctl -u rsyslog --since -30min",
          "runbook_url" : $._config.runbook_url + "HAProxyDroppedLogs.md"
        }
      }, {
        "alert" : "HAProxyProcessBusy",
        "expr" : "avg_over_time(haproxy_process_idle_time_percent[5m]) < scalar(haproxy:threshold:idle_percent)",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} is only {{ $value | printf \"%.0f\" }}% idle",
          "description" : "On average HAProxy was idle for {{ $value | printf \"%.0f\" }}% of its time in the last 5 minutes. Near 0 it answers late, and its health checks time out although the servers are well.",
          "next_step" : "echo \"show info\" | socat - /run/haproxy/admin.sock | grep -E '^(Idle_pct|Nbthread|Run_queue|Tasks|CurrConns|ConnRate|SessRate|SslRate|SslFrontendKeyRate):'",
          "runbook_url" : $._config.runbook_url + "HAProxyProcessBusy.md"
        }
      }, {
        "alert" : "HAProxyAllocationFailures",
        "expr" : "increase(haproxy_process_pool_failures_total[10m]) > 0",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} gets no memory",
          "description" : "{{ $value | printf \"%.0f\" }} allocations of memory failed in the last 10 minutes. HAProxy refuses connections and requests when that happens.",
          "next_step" : "echo \"show pools\" | socat - /run/haproxy/admin.sock | grep -v ' 0 failures'",
          "runbook_url" : $._config.runbook_url + "HAProxyAllocationFailures.md"
        }
      } ]
    }, {
      "name" : "haproxy-facts",
      "rules" : [ {
        "record" : "haproxy:threshold:certificate_ticket_seconds",
        "expr" : "vector(21 * 86400)"
      }, {
        "record" : "haproxy:threshold:certificate_page_seconds",
        "expr" : "vector(3 * 86400)"
      }, {
        "record" : "haproxy:threshold:sticktable_ratio",
        "expr" : "vector(0.9)"
      }, {
        "alert" : "HAProxyCertificateExpiresSoon",
        "expr" : "haproxy_certificate_not_after_timestamp_seconds - time()\n  < scalar(haproxy:threshold:certificate_ticket_seconds)\n  >= scalar(haproxy:threshold:certificate_page_seconds)\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Certificate {{ $labels.certificate }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} expires in {{ $value | humanizeDuration }}",
          "description" : "HAProxy serves {{ $labels.certificate }} and it expires in {{ $value | humanizeDuration }}. {{- with printf \"topk(10, max by (frontend, sni) (haproxy_certificate_sni_info{cluster=%q,job=%q,instance=%q,haproxy=%q,certificate=%q}))\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.certificate | query }} It is served for (at most ten are shown){{ range . }} {{ .Labels.sni }} on {{ .Labels.frontend }};{{ end }} {{- end }} Clients refuse it from then on.",
          "next_step" : "openssl x509 -noout -subject -enddate -in '{{ reReplaceAll \"'\" \"_\" $labels.certificate }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyCertificateExpiresSoon.md"
        }
      }, {
        "alert" : "HAProxyCertificateExpiresSoon",
        "expr" : "haproxy_certificate_not_after_timestamp_seconds - time()\n  < scalar(haproxy:threshold:certificate_page_seconds)\n  > 0\n",
        "for" : "5m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "Certificate {{ $labels.certificate }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} expires in {{ $value | humanizeDuration }}",
          "description" : "HAProxy serves {{ $labels.certificate }} and it expires in {{ $value | humanizeDuration }}. {{- with printf \"topk(10, max by (frontend, sni) (haproxy_certificate_sni_info{cluster=%q,job=%q,instance=%q,haproxy=%q,certificate=%q}))\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.certificate | query }} It is served for (at most ten are shown){{ range . }} {{ .Labels.sni }} on {{ .Labels.frontend }};{{ end }} {{- end }} Clients refuse it from then on.",
          "next_step" : "openssl x509 -noout -subject -enddate -in '{{ reReplaceAll \"'\" \"_\" $labels.certificate }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyCertificateExpiresSoon.md"
        }
      }, {
        "alert" : "HAProxyCertificateExpired",
        "expr" : "time() - haproxy_certificate_not_after_timestamp_seconds >= 0",
        "for" : "1m",
        "labels" : {
          "severity" : "critical"
        },
        "annotations" : {
          "summary" : "Certificate {{ $labels.certificate }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} has expired",
          "description" : "HAProxy serves {{ $labels.certificate }}, which expired {{ $value | humanizeDuration }} ago: clients refuse it. {{- with printf \"topk(10, max by (frontend, sni) (haproxy_certificate_sni_info{cluster=%q,job=%q,instance=%q,haproxy=%q,certificate=%q}))\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.certificate | query }} It is served for (at most ten are shown){{ range . }} {{ .Labels.sni }} on {{ .Labels.frontend }};{{ end }} {{- end }}",
          "next_step" : "openssl x509 -noout -subject -enddate -in '{{ reReplaceAll \"'\" \"_\" $labels.certificate }}'",
          "runbook_url" : $._config.runbook_url + "HAProxyCertificateExpired.md"
        }
      }, {
        "alert" : "HAProxyReloadFailed",
        "expr" : "haproxy_master_reload_failures > 0",
        "for" : "1m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} refused its configuration",
          "description" : "The last reload failed: HAProxy still runs with a configuration that is older than the file. A restart would end it.",
          "next_step" : "haproxy -c -f /etc/haproxy/haproxy.cfg",
          "runbook_url" : $._config.runbook_url + "HAProxyReloadFailed.md"
        }
      }, {
        "alert" : "HAProxyOldWorkersLinger",
        "expr" : "haproxy_master_old_workers\n  and haproxy_master_oldest_old_worker_seconds - haproxy_master_oldest_old_worker_seconds offset 1h > 3590\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} keeps old workers",
          "description" : "{{ $value | printf \"%.0f\" }} workers of earlier configurations still run, one of them for an hour or more after the reload that replaced it. Their clients have the old configuration, and each takes memory.",
          "next_step" : "echo \"show proc\" | socat - /run/haproxy-master.sock",
          "runbook_url" : $._config.runbook_url + "HAProxyOldWorkersLinger.md"
        }
      }, {
        "alert" : "HAProxyPeerDown",
        "expr" : "haproxy_peer_up == 0",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Peer {{ $labels.peer }} of HAProxy at {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} is not connected",
          "description" : "HAProxy has no session with peer {{ $labels.peer }} of section {{ $labels.peers }} {{- with printf \"haproxy_peer_status{cluster=%q,job=%q,instance=%q,haproxy=%q,peers=%q,peer=%q}\" $labels.cluster $labels.job $labels.instance $labels.haproxy $labels.peers $labels.peer | query }} (last state {{ . | first | label \"state\" }}){{ end }}. Stick tables are not the same on both any more: clients may change their server, and limits count only half.",
          "next_step" : "echo \"show peers\" | socat - /run/haproxy/admin.sock",
          "runbook_url" : $._config.runbook_url + "HAProxyPeerDown.md"
        }
      }, {
        "alert" : "HAProxyResolverFailing",
        "expr" : "rate(haproxy_resolver_sent[5m]) > 0\n  and rate(haproxy_resolver_valid[5m]) + rate(haproxy_resolver_nx[5m]) == 0\n",
        "for" : "5m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Name server {{ $labels.nameserver }} does not answer HAProxy at {{ $labels.instance }} {{- with $labels.haproxy }} ({{ . }}){{ end }}",
          "description" : "Name server {{ $labels.nameserver }} of section {{ $labels.resolver }} is asked and has given no valid answer for 10 minutes. Without another one servers lose their addresses when `hold` is over.",
          "next_step" : "echo \"show resolvers\" | socat - /run/haproxy/admin.sock",
          "runbook_url" : $._config.runbook_url + "HAProxyResolverFailing.md"
        }
      }, {
        "alert" : "HAProxyStickTableNearlyFull",
        "expr" : "haproxy_sticktable_used / haproxy_sticktable_size > scalar(haproxy:threshold:sticktable_ratio)\n",
        "for" : "10m",
        "labels" : {
          "severity" : "warning"
        },
        "annotations" : {
          "summary" : "Stick table {{ $labels.name }} on {{ $labels.instance }}{{ with $labels.haproxy }} ({{ . }}){{ end }} is {{ $value | humanizePercentage }} full",
          "description" : "Stick table {{ $labels.name }} has {{ $value | humanizePercentage }} of its entries in use. A full table forgets its oldest entries early: clients lose their server, limits count from 0 again. With `nopurge` it takes no new ones.",
          "next_step" : "echo \"show table\" | socat - /run/haproxy/admin.sock",
          "runbook_url" : $._config.runbook_url + "HAProxyStickTableNearlyFull.md"
        }
      } ]
    } ],
  },
}
