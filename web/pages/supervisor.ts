import '../locale/page-language.js'
import '../elements/supervisor-floor.js'
