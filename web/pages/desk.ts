import '../locale/page-language.js'
import '../elements/agent-desk.js'
