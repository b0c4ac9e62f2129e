import '../elements/agent-desk.js'
