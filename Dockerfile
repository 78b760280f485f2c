# An image with the jar that `mvn -DskipTests package` (or `bin/test`) has left in target/:
#
#   docker build -t haproxy-exporter .
#   docker run --rm -p 9101:9101 -v /run/haproxy:/run/haproxy:ro --group-add "$(getent group haproxy | cut -d: -f3)" \
#       haproxy-exporter
#
# A container that cannot read the socket's directory may read a port of HAProxy instead:
# --haproxy.scrape-uri=tcp://host:port or http://host:port/stats;csv.

FROM docker.io/library/eclipse-temurin:25-jre

RUN useradd --system --no-create-home --shell /usr/sbin/nologin --uid 65532 haproxy-exporter
COPY bin/haproxy-exporter /usr/bin/haproxy-exporter
COPY target/haproxy-exporter.jar /usr/share/haproxy-exporter/haproxy-exporter.jar
# The class-data archive is written once, here, as the user of the container may write nowhere: a daemon that is told to
# end after a moment leaves it behind, and the next one notes that it is whole.
RUN for run in 1 2; do HAPROXY_EXPORTER_CDS=/usr/share/haproxy-exporter/haproxy-exporter.jsa timeout 5 haproxy-exporter; done; \
    test -s /usr/share/haproxy-exporter/haproxy-exporter.jsa.checked

USER 65532:65532
EXPOSE 9101
ENTRYPOINT ["/usr/bin/haproxy-exporter"]
