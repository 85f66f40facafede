{{- define "ticketsafe.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "ticketsafe.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "ticketsafe.selector" . }}
{{- end }}

{{/* All processes of this release, whatever their role. */}}
{{- define "ticketsafe.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "ticketsafe.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "ticketsafe.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "ticketsafe.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Settings of every process: those of values, and where the Secret's are. Of two, the role's own stands. */}}
{{- define "ticketsafe.settings" -}}
{{- $settings := merge (dict) (.role.settings | default dict) .root.Values.settings }}
{{- range $variable, $value := $settings }}
- { name: {{ $variable }}, value: {{ $value | quote }} }
{{- end }}
{{- range $variable, $key := .root.Values.secret.settings }}
- { name: {{ $variable }}_FILE, value: "/run/secrets/ticketsafe/{{ $key }}" }
{{- end }}
{{- end }}

{{- define "ticketsafe.mounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: secrets, mountPath: /run/secrets/ticketsafe, readOnly: true }
{{- range $name, $source := .Values.files }}
- { name: {{ $name }}, mountPath: "/etc/ticketsafe/{{ $name }}", readOnly: true }
{{- end }}
{{- end }}

{{- define "ticketsafe.volumes" -}}
- { name: tmp, emptyDir: { sizeLimit: 64Mi } }
- { name: secrets, secret: { secretName: {{ .Values.secret.name | quote }}, defaultMode: 0440 } }
{{- range $name, $source := .Values.files }}
- name: {{ $name }}
  {{- toYaml $source | nindent 2 }}
{{- end }}
{{- end }}
