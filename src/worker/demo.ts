/** The small application that a first visit finds alive: a web front behind a Service, and a greeter that answers with its own name. */
export const DEMO = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web, tier: front }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web, tier: front }
    spec:
      containers:
      - name: nginx
        image: nginx:1.29
        ports: [{ containerPort: 80 }]
        resources: { requests: { cpu: 250m, memory: 128Mi } }
        readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: greeter
  labels: { app: greeter, tier: back }
spec:
  replicas: 4
  selector: { matchLabels: { app: greeter } }
  template:
    metadata:
      labels: { app: greeter, tier: back }
    spec:
      containers:
      - name: greeter
        image: kubarium/hostname:1
        ports: [{ containerPort: 8080 }]
        resources: { requests: { cpu: 500m, memory: 256Mi } }
        readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 5 }
---
apiVersion: v1
kind: Service
metadata:
  name: greeter
spec:
  selector: { app: greeter }
  ports: [{ port: 80, targetPort: 8080 }]
`;
